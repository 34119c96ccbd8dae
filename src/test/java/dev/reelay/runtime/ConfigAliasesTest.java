package dev.reelay.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

class ConfigAliasesTest {
    private static final String NEW = "reelay.upstream.cooldown";
    private static final String OLD = "reelay.upstream.set-aside";

    @Test
    void oldNameIsReadUnderTheNewOne() {
        SmallRyeConfig config = config(Map.of(OLD, "1m"), Map.of());

        assertThat(config.getValue(NEW, String.class)).isEqualTo("1m");
        List<String> names = new ArrayList<>();
        config.getPropertyNames().forEach(names::add);
        assertThat(names).contains(NEW).doesNotContain(OLD);
        assertThat(ConfigAliases.warnings(config))
                .containsExactly(OLD + " is now called " + NEW + ": rename it, the next release does not read the old name");
    }

    @Test
    void oldNameOutweighsADefault() {
        assertThat(config(Map.of(OLD, "1m"), Map.of(NEW, "10m")).getValue(NEW, String.class)).isEqualTo("1m");
    }

    @Test
    void newNameWinsInTheSameSource() {
        assertThat(config(Map.of(OLD, "1m", NEW, "2m"), Map.of(NEW, "10m")).getValue(NEW, String.class)).isEqualTo("2m");
    }

    @Test
    void newNamesAloneGiveNoWarning() {
        assertThat(ConfigAliases.warnings(config(Map.of(NEW, "2m"), Map.of()))).isEmpty();
    }

    @Test
    void environmentVariablesOfOldNamesAreKnown() {
        assertThat(ConfigCheck.unknown(ConfigAliases.OLD_NAMES.values().stream().map(ConfigKey::variable).toList())).isEmpty();
    }

    private static SmallRyeConfig config(Map<String, String> set, Map<String, String> defaults) {
        return new SmallRyeConfigBuilder().withInterceptors(new ConfigAliases()).withDefaultValues(defaults)
                .withSources(new PropertiesConfigSource(set, "set", 300)).build();
    }
}
