package dev.reelay.api.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import dev.reelay.error.ReelayException;

class CreateJsonTest {
    @TempDir
    Path directory;

    private Bodies bodies;

    @BeforeEach
    void start() {
        bodies = new Bodies(directory);
    }

    @AfterEach
    void stop() {
        bodies.close();
    }

    @Test
    void jsonFieldsBecomeCreateFields() {
        CreateVideoFields fields = read("{'prompt':'猫','model':'sora-2','size':'1280x720','seconds':10,'deadline':60,'n':[1]}");

        assertThat(fields.texts()).isEqualTo(
                Map.of("prompt", "猫", "model", "sora-2", "size", "1280x720", "seconds", "10", "deadline", "60"));
        assertThat(fields.problems()).isEmpty();
        assertThat(fields.hasImage()).isFalse();
    }

    @Test
    void optionsAreCopiedWhole() {
        CreateVideoFields fields = read("{'provider_options':{'fal':{'a':[1,-2.5e3,true,false,null,'x\\n\\u0041',[],{'b':{}}],"
                + "'c':''}},'prompt':'a'}");

        assertThat(fields.options()).contains("{'fal':{'a':[1,-2.5e3,true,false,null,'x\\nA',[],{'b':{}}],'c':''}}"
                .replace('\'', '"'));
        assertThat(fields.texts()).containsEntry("prompt", "a");
    }

    @ParameterizedTest
    @ValueSource(strings = { "'{}'", "[]", "7", "true" })
    void optionsMustBeAnObject(String json) {
        CreateVideoFields fields = read("{'provider_options':" + json + "}");

        assertThat(fields.options()).isEmpty();
        assertThatExceptionOfType(ReelayException.class).isThrownBy(fields::requireOptions)
                .withMessage("Parameter provider_options must be an object");
    }

    @Test
    void optionsHaveALimit() {
        String most = "{'provider_options':{'fal':'" + "x".repeat(8 * 1024 - 10) + "'}}";

        assertThat(read(most).options().orElseThrow()).hasSize(8 * 1024);
        assertThatExceptionOfType(ReelayException.class).isThrownBy(() -> read(most.replaceFirst("xx", "xxx")))
                .withMessageContaining("at most 8192 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = { "'data:image/png;base64,iVBORw0KGgoA'", "{'image_url':'data:;base64,iVBORw0KGgoA'}",
            "{'detail':{'image_url':1},'image_url':'data:image\\/png;base64,iVBORw0KGgo\\u0041'}" })
    void imageIsReadFromStringOrObject(String json) {
        CreateVideoFields fields = read("{'input_reference':" + json + "}");

        assertThat(fields.problems()).isEmpty();
        assertThat(fields.requireImage()).isPresent();
        assertThat(fields.image().orElseThrow().reference().file()).hasBinaryContent(
                new byte[] { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0 });
    }

    @ParameterizedTest
    @ValueSource(strings = { "{}", "{'input_reference':null}", "{'prompt':null,'n':{'prompt':1},'m':[{'model':{}}]}",
            "{'Prompt':1,'prompt ':2}" })
    void absentFieldsHaveNoValue(String json) {
        CreateVideoFields fields = read(json);

        assertThat(fields.texts()).isEmpty();
        assertThat(fields.problems()).isEmpty();
        assertThat(fields.hasImage()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "{'prompt':{}} | prompt", "{'prompt':true} | prompt", "{'seconds':[10]} | seconds", "{'deadline':{}} | deadline",
            "{'input_reference':1} | input_reference", "{'input_reference':[]} | input_reference",
            "{'input_reference':{}} | input_reference", "{'input_reference':{'image_url':null}} | input_reference",
            "{'input_reference':{'image_url':{'url':'data:'}}} | input_reference",
            "{'input_reference':{'file_id':null}} | input_reference",
            "{'input_reference':{'file_id':'file_1','image_url':'data:;base64,iVBORw0KGgoA'}} | input_reference",
            "{'input_reference':'example.com/a.png'} | input_reference",
            "{'input_reference':{'file_id':'file_1','image_url':'https://a.example'}} | input_reference",
            "{'input_reference':'https://a.example','input_reference':'https://a.example'} | input_reference",
            "{'prompt':'a','prompt':'b'} | prompt", "{'seconds':10,'seconds':'10'} | seconds",
            "{'input_reference':'data:','input_reference':{'image_url':'data:'}} | input_reference" })
    void wrongValueIsTheProblemOfItsField(String json, String param) {
        CreateVideoFields fields = read(json);

        assertThat(fields.problems()).containsOnlyKeys(param);
        assertThat(fields.problems().get(param).param()).contains(param);
        assertThat(fields.texts()).isEmpty();
        assertThat(fields.image()).isEmpty();
        assertThat(fields.imageUrl()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "'https:\\/\\/a.example\\/a.png'", "{'image_url':'https://a.example/a.png'}" })
    void urlIsReadFromStringOrObject(String json) {
        CreateVideoFields fields = read("{'input_reference':" + json + "}");

        assertThat(fields.problems()).isEmpty();
        assertThat(fields.imageUrl()).contains("https://a.example/a.png");
    }

    @ParameterizedTest
    @ValueSource(strings = { "prompt", "model", "size", "seconds", "deadline" })
    void longTextIsRejectedBeforeItEnds(String name) {
        String open = "{'" + name + "':'" + "猫".repeat(Bodies.TEXT_LIMIT * 2);

        assertThat(catchThrowableOfType(ReelayException.class, () -> read(open)).param()).contains(name);
        assertThat(read(open.substring(0, Bodies.TEXT_LIMIT) + "'}").text(name)).isNotEmpty();
    }

    @Test
    void unknownFieldsMayBeLong() {
        assertThat(read("{'n':'" + "a".repeat(100_000) + "','m':{'prompt':'" + "a".repeat(100_000) + "'},'model':'sora-2'}")
                .texts())
                .isEqualTo(Map.of("model", "sora-2"));
    }

    private CreateVideoFields read(String json) {
        return bodies.json(json.replace('\'', '"')).fields();
    }
}
