package dev.reelay.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;

class PermittedModelsTest {
    private final OfferedModels offered = TestModels.builtIn("sora-2", "veo-3.1");

    @Test
    void otherModelsAreNotOffered() {
        OfferedModels permitted = offered.permitted(Optional.of(Set.of("veo-3.1", "unknown")));

        assertThat(permitted.all()).extracting(VideoModel::name).containsExactly("veo-3.1");
        assertThat(permitted.find("veo-3.1")).isEqualTo(offered.find("veo-3.1")).isPresent();
        assertThat(permitted.find("sora-2")).isEmpty();
        assertThat(permitted.find("unknown")).isEmpty();
    }

    @Test
    void withoutNamesAllModelsAreOffered() {
        assertThat(offered.permitted(Optional.empty()).all()).hasSize(2);
    }

    @Test
    void errorsNameThePermittedModelsOnly() {
        ModelCheck check = new ModelCheck(offered).permitted(Optional.of(Set.of("sora-2")));

        assertThatExceptionOfType(ReelayException.class).isThrownBy(() -> check.find("veo-3.1"))
                .withMessage("Invalid value for parameter: model. Allowed: sora-2")
                .matches(refused -> refused.code() == ErrorCode.MODEL_NOT_FOUND);
    }
}
