package dev.reelay.upstream.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.reelay.model.ModelCatalog;
import dev.reelay.model.ModelCatalogs;
import dev.reelay.model.VideoModel;

class AccountOffersTest {
    private static final ModelCatalog CATALOG = ModelCatalogs.of("""
            models:
              tall:
                sizes: [720x1280]
                seconds: [4]
                offers:
                  - account: b
                    model: of-b
                  - dialect: sora
                    model: of-any
              only-b:
                sizes: [720x1280]
                seconds: [4]
                offers: [{ account: b, model: only }]
              other:
                sizes: [720x1280]
                seconds: [4]
                offers: [{ dialect: klingon, model: x }]""");

    private static final Map<String, String> TWO = Map.of("url", "https://api.example.com", "api-key", "sk-1",
            "accounts.b.api-key", "sk-b");

    @Test
    void accountOffersTheModelsOfItsDialectAndThoseThatNameIt() {
        AccountOffers offers = new AccountOffers(CATALOG, AccountRegistryTest.registry(TWO), Map.of(), Set.of());

        assertThat(offers.all()).extracting(VideoModel::name).containsExactly("only-b", "sora-2", "tall");
        assertThat(offers.modelsOf("default")).containsExactly("sora-2", "tall");
        assertThat(offers.modelsOf("b")).containsExactly("only-b", "sora-2", "tall");
        assertThat(offers.modelsOf("unknown")).isEmpty();
        assertThat(offers.find("default", "tall").orElseThrow().model()).isEqualTo("of-any");
        assertThat(offers.find("b", "tall").orElseThrow().model()).isEqualTo("of-b");
        assertThat(offers.find("default", "only-b")).isEmpty();
        assertThat(offers.find("other")).isEqualTo(Optional.empty());
    }

    @Test
    void accountCanBeForSomeModelsOnly() {
        AccountOffers offers = new AccountOffers(CATALOG, AccountRegistryTest.registry(Map.of("url", "https://api.example.com",
                "accounts.b.api-key", "sk-b", "accounts.b.models", "tall,only-b")), Map.of(), Set.of());

        assertThat(offers.modelsOf("b")).containsExactly("only-b", "tall");
        assertThat(offers.find("sora-2")).isEmpty();
    }

    @Test
    void modelThatAnAccountCannotOfferIsInvalid() {
        assertThatIllegalArgumentException().isThrownBy(() -> new AccountOffers(CATALOG,
                AccountRegistryTest.registry(Map.of("url", "https://api.example.com", "accounts.a.api-key", "sk-a",
                        "accounts.a.models", "only-b")),
                Map.of(), Set.of()))
                .withMessageStartingWith("The upstream account a cannot offer the model only-b");
    }

    @Test
    void fieldsThatTheDialectIgnoresAreInvalid() {
        ModelCatalog catalog = ModelCatalogs.of("""
                models:
                  tall:
                    sizes: [720x1280]
                    seconds: [4]
                    offers: [{ dialect: sora, model: x, fields: { seconds: duration } }]""");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AccountOffers(catalog, AccountRegistryTest.registry(TWO), Map.of(), Set.of("sora")))
                .withMessage(
                        "The model tall has an offer with fields for the upstream account b, but its dialect sora has"
                                + " none");
        assertThat(new AccountOffers(catalog, AccountRegistryTest.registry(TWO), Map.of(), Set.of()).find("tall")).isPresent();
    }

    @Test
    void sandboxOffersTheModelOfTheContractOnly() {
        AccountOffers offers = new AccountOffers(CATALOG, AccountRegistryTest.registry(Map.of()), Map.of(), Set.of());

        assertThat(offers.all()).extracting(VideoModel::name).containsExactly("sora-2");
    }

    @Test
    void accountsWithALowerPriorityNumberComeFirst() {
        AccountRegistry registry = AccountRegistryTest.registry(Map.of("url", "https://api.example.com", "api-key", "sk-1",
                "accounts.a.api-key", "sk-a", "accounts.a.priority", "2", "accounts.b.api-key", "sk-b",
                "accounts.b.priority", "1"));

        assertThat(registry.byPriority()).containsExactly("default", "b", "a");
        assertThat(registry.names()).containsExactly("a", "b", "default");
    }
}
