package dev.reelay.upstream.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.config.SmallRyeConfigBuilder;

import dev.reelay.model.ImageRule;
import dev.reelay.model.ModelCatalog;
import dev.reelay.model.Offer;
import dev.reelay.model.VideoModel;
import dev.reelay.runtime.AccountKeys;
import dev.reelay.testing.Waits;
import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.Submission.Accepted;
import dev.reelay.upstream.dialect.UpstreamCreate;
import dev.reelay.upstream.dialect.UpstreamDialect;
import dev.reelay.video.ImageType;
import dev.reelay.video.ReferenceImage;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoSpec;

/** Sends each model of the catalogue, in each size and length and by each offer, to the strict fake of its provider. */
@QuarkusTest
@TestProfile(ProvidersProfile.class)
class CatalogueTest {
    private static final String SORA = "sora";

    @Inject
    ModelCatalog catalogue;

    @Inject
    @All
    List<UpstreamDialect> dialects;

    @TempDir
    Path directory;

    static Stream<String> providers() {
        return ProvidersProfile.FAKES.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void providerTakesEachModelInEachSizeAndLength(String dialect) throws IOException {
        ReferenceImage image = new ReferenceImage(Files.write(directory.resolve("image"), new byte[] { 1, 2, 3 }),
                ImageType.PNG);
        List<String> sent = new ArrayList<>();
        for (VideoModel model : catalogue.all()) {
            for (Offer offer : model.offers()) {
                if (offer.dialect().equals(Optional.of(dialect))) {
                    send(model, offer, dialect, image, sent);
                }
            }
        }

        assertThat(sent).isNotEmpty();
        assertThat(ProvidersProfile.fake(dialect).refusals()).isEmpty();
    }

    private void send(VideoModel model, Offer offer, String dialect, ReferenceImage image, List<String> sent) {
        List<Optional<ReferenceImage>> images = model.image() == ImageRule.NONE ? List.of(Optional.empty())
                : model.image() == ImageRule.REQUIRED ? List.of(Optional.of(image))
                        : List.of(Optional.empty(), Optional.of(image));
        for (String size : model.sizes()) {
            for (String seconds : model.seconds()) {
                for (Optional<ReferenceImage> given : images) {
                    VideoSpec spec = new VideoSpec("PLAIN " + UUID.randomUUID(), model.name(), size, seconds);
                    UpstreamCreate create = new UpstreamCreate(VideoId.random(), offer, spec, given);
                    assertThat(dialect(dialect).submission(
                            dialect(dialect).create(account(dialect), create).await().atMost(Waits.LIMIT)))
                            .as("%s, %s s, image: %s", create.model() + " " + size, seconds, given.isPresent())
                            .isInstanceOf(Accepted.class);
                    sent.add(create.model());
                }
            }
        }
    }

    @Test
    void eachDialectHasAFakeAndAModelAndAName() {
        List<String> names = dialects.stream().map(UpstreamDialect::name).toList();

        assertThat(names).containsAll(ProvidersProfile.FAKES.keySet()).hasSize(ProvidersProfile.FAKES.size() + 1)
                .contains(SORA);
        assertThat(catalogue.all()).flatExtracting(VideoModel::offers).extracting(offer -> offer.dialect().orElse(""))
                .containsAll(names);
        assertThat(names).allSatisfy(name -> assertThat(AccountKeys.ALL)
                .allSatisfy(key -> assertThat(key.of("a").problem(
                        new SmallRyeConfigBuilder().withDefaultValue("reelay.upstream.accounts.a.dialect", name).build()))
                        .isEmpty()));
    }

    private UpstreamDialect dialect(String name) {
        return dialects.stream().filter(dialect -> dialect.name().equals(name)).findFirst().orElseThrow();
    }

    private static Account account(String dialect) {
        return Account.of(dialect, () -> ProvidersProfile.fake(dialect).url(), FakeProvider.KEY, Duration.ofSeconds(30),
                Waits.LIMIT);
    }
}
