package dev.reelay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsFileTest {
    private static final String VALID = """
            models:
              m:
                sizes: [1280x720]
                seconds: [10]
                image: none
                prompt-limit: 100
                price-per-second: 0.10
                offers:
                  - dialect: sora
                    model: up
            """;

    @Test
    void modelHasAllItsValues() {
        assertThat(parse(VALID)).containsExactly(Map.entry("m", new VideoModel("m", List.of("1280x720"), List.of("10"),
                ImageRule.NONE, 100, Optional.of(new BigDecimal("0.10")),
                List.of(new Offer(Optional.of("sora"), Optional.empty(), "up", Optional.empty(), Map.of())))));
    }

    @Test
    void builtInModelIsThatOfTheContract() {
        VideoModel sora = builtIn("sora-2");

        assertThat(sora.sizes()).containsExactly("1280x720", "720x1280");
        assertThat(sora.seconds()).containsExactly("10", "15");
        assertThat(sora.image()).isEqualTo(ImageRule.OPTIONAL);
        assertThat(sora.promptLimit()).isEqualTo(1000);
        assertThat(sora.pricePerSecond()).isEmpty();
    }

    @Test
    void fileAddsModelsAndReplacesThoseOfTheSameName(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("own.yaml"), VALID + VALID.substring(VALID.indexOf('\n') + 1)
                .replace("  m:", "  sora-2:"));

        ModelCatalog catalog = new ModelCatalog(Optional.of(file));

        assertThat(catalog.all()).filteredOn(model -> model.name().equals("m") || model.name().equals("sora-2"))
                .hasSize(2).extracting(VideoModel::image).containsOnly(ImageRule.NONE);
        assertThat(catalog.all()).extracting(VideoModel::name).contains("veo-3.1");
    }

    @Test
    void offerNamesTheFieldsOfItsModel() {
        String fields = """
                    image-model: up/image
                        fields: { seconds: { name: duration, format: "{}s" }, resolution: none, ratio: shape }
                """.stripTrailing();

        Offer offer = parse(VALID.replace("model: up", "model: up\n    " + fields)).get("m").offers().get(0);

        assertThat(offer.modelFor(true)).isEqualTo("up/image");
        assertThat(offer.modelFor(false)).isEqualTo("up");
        assertThat(offer.fields()).containsExactly(
                Map.entry(OfferParam.SECONDS, Optional.of(new OfferField("duration", Optional.of("{}s")))),
                Map.entry(OfferParam.RATIO, Optional.of(new OfferField("shape", Optional.empty()))),
                Map.entry(OfferParam.RESOLUTION, Optional.empty()));
        assertThat(new OfferField("duration", Optional.of("{}s")).formatted("8")).contains("8s");
    }

    private static VideoModel builtIn(String name) {
        return new ModelCatalog(Optional.empty()).all().stream().filter(model -> model.name().equals(name)).findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {
            "models: | modles: | the file has the unknown key modles; known keys: models",
            "sizes: [1280x720] | sizes: [] | invalid value at models.m.sizes: expected a list of sizes such as 1280x720",
            "sizes: [1280x720] | sizes: [wide] | invalid value \"wide\" at models.m.sizes: expected a list of sizes such as 1280x720",
            "seconds: [10] | seconds: 10 | invalid value at models.m.seconds: expected a list of whole numbers of seconds",
            "seconds: [10] | seconds: [1.5] | invalid value \"1.5\" at models.m.seconds: expected a list of whole numbers of seconds",
            "image: none | image: maybe | invalid value at models.m.image: expected none, optional or required",
            "image: none | imgae: none | models.m has the unknown key imgae; known keys: image, offers, price-per-second,",
            "prompt-limit: 100 | prompt-limit: many | invalid value at models.m.prompt-limit: expected a whole number",
            "price-per-second: 0.10 | price-per-second: -1 | invalid value at models.m.price-per-second: expected a price",
            "price-per-second: 0.10 | price-per-second: cheap | invalid value at models.m.price-per-second: expected a price",
            "dialect: sora | account: 7 | invalid value at models.m.offers[0].account: expected a text",
            "dialect: sora | delicate: sora | models.m.offers[0] has the unknown key delicate",
            "- dialect: sora | - account: a\\n        dialect: sora | invalid value at models.m.offers[0]: expected either",
            "model: up | model: '' | invalid value at models.m.offers[0].model: expected a text",
            "seconds: [10] | seconds: [10 | line 5, column",
            "m: | m m: | invalid value \"m m\" at models: expected a name",
            "image: none | sizes: [64x64] | line 5, column" })
    void wrongFileIsReportedWithFilePlaceAndReason(String valid, String wrong, String message) {
        assertThatExceptionOfType(InvalidModelsException.class)
                .isThrownBy(() -> parse(VALID.replace(valid, wrong.replace("\\n", "\n"))))
                .withMessageStartingWith("own.yaml: " + message);
    }

    @Test
    void emptyOrMissingFileIsReported(@TempDir Path directory) {
        assertThatExceptionOfType(InvalidModelsException.class).isThrownBy(() -> parse(""))
                .withMessage("own.yaml: invalid value at the file: expected keys with values");
        assertThatExceptionOfType(InvalidModelsException.class).isThrownBy(() -> parse("models: {}"))
                .withMessage("own.yaml: invalid value at models: expected at least one model");
        assertThatExceptionOfType(InvalidModelsException.class)
                .isThrownBy(() -> ModelCatalog.read(directory.resolve("none.yaml")))
                .withMessageEndingWith("none.yaml: the file cannot be read (NoSuchFileException)");
    }

    private static Map<String, VideoModel> parse(String text) {
        return new ModelsFile("own.yaml").parse(text);
    }
}
