package dev.reelay.api.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.reelay.error.ReelayException;

class CreateVideoJsonTest {
    @Test
    void jsonFieldsBecomeCreateFields() throws Exception {
        CreateVideoFields form = form("{'prompt':'猫','model':'sora-2','size':'1280x720','seconds':10,'deadline':60,'n':[1]}");

        assertThat(form.prompt()).isEqualTo("猫");
        assertThat(form.seconds()).isEqualTo("10");
        assertThat(form.deadline()).contains("60");
        assertThat(form.imageUrl()).isEmpty();
        assertThat(form.imageFile()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', nullValues = "-", value = {
            "{} | -", "{'input_reference':null} | -", "{'input_reference':'data:x'} | data:x",
            "{'input_reference':{'image_url':'data:x'}} | data:x" })
    void imageIsReadFromStringOrObject(String json, String url) throws Exception {
        assertThat(form(json).imageUrl().orElse(null)).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "[] | body", "'x' | body", "null | body",
            "{'prompt':{}} | prompt", "{'prompt':true} | prompt", "{'seconds':[10]} | seconds", "{'deadline':{}} | deadline",
            "{'input_reference':1} | input_reference", "{'input_reference':[]} | input_reference",
            "{'input_reference':{}} | input_reference", "{'input_reference':{'image_url':null}} | input_reference",
            "{'input_reference':{'file_id':'file_1'}} | input_reference" })
    void valueOfWrongTypeIsRejectedWithParameterName(String json, String param) {
        assertThat(catchThrowableOfType(ReelayException.class, () -> form(json)).param()).contains(param);
    }

    private static CreateVideoFields form(String json) throws JsonProcessingException {
        return CreateVideoJson.form(new ObjectMapper().readTree(json.replace('\'', '"')));
    }
}
