package dev.reelay;

import java.nio.file.Path;
import java.util.List;

import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

import io.quarkus.runtime.Application;
import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.runtime.configuration.RuntimeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilder;

import dev.reelay.database.EmbeddedDatabase;
import dev.reelay.runtime.ConfigAliases;
import dev.reelay.runtime.ConfigCheck;
import dev.reelay.runtime.JvmHeapTuning;
import dev.reelay.runtime.NativeMallocTuning;
import dev.reelay.runtime.StartBanner;

/**
 * The entry point: checks the configuration, starts an embedded PostgreSQL if no datasource is configured, and starts
 * Quarkus. A native program requires a configured datasource, because its executable does not contain PostgreSQL.
 */
@QuarkusMain
public final class Reelay {
    private static final String DATASOURCE_URL = "quarkus.datasource.reactive.url";
    /** A constant of the native build, which therefore leaves out the code that only a JVM runs, such as the database. */
    private static final boolean ON_JVM = ImageMode.current() == ImageMode.JVM;

    private Reelay() {
    }

    public static void main(String[] args) {
        if (ON_JVM) {
            JvmHeapTuning.tune();
        } else {
            NativeMallocTuning.tune();
        }
        // Quarkus would reject an invalid URI with an empty response; AuthenticationFilter sends an error object instead.
        // Workaround: https://github.com/quarkusio/quarkus/issues/37804; remove when a configuration key switches this off.
        System.setProperty("vertx.disableURIValidation", "true");
        Config config = config();
        check(config);
        if (config.getOptionalValue(DATASOURCE_URL, String.class).isEmpty()) {
            if (ON_JVM) {
                startDatabase(Path.of(config.getValue("reelay.data-dir", String.class)));
            } else {
                refuse(List.of(DATASOURCE_URL
                        + " is not set: the native program contains no PostgreSQL, so set the URL of a server"));
            }
        } else {
            System.setProperty("reelay.deployed", "true");
        }
        Quarkus.run(StartBanner.class, args);
    }

    /**
     * Returns the configuration of this start. Before Quarkus starts, the {@code ConfigProvider} of a native program still
     * has the environment of the build, so a new configuration is built.
     */
    private static Config config() {
        return ON_JVM ? ConfigProvider.getConfig()
                : new SmallRyeConfigBuilder().withCustomizers(new RuntimeConfigBuilder())
                        .withInterceptors(new ConfigAliases()).build();
    }

    private static void check(Config config) {
        ConfigCheck.unknown(System.getenv().keySet())
                .forEach(name -> System.err.println(name + " is not a setting of Reelay"));
        ConfigAliases.warnings(config).forEach(System.err::println);
        List<String> problems = new ConfigCheck(config).problems();
        if (!problems.isEmpty()) {
            refuse(problems);
        }
    }

    private static void refuse(List<String> problems) {
        problems.forEach(System.err::println);
        System.exit(1);
    }

    private static void startDatabase(Path directory) {
        try {
            EmbeddedDatabase database = EmbeddedDatabase.start(directory);
            System.setProperty(DATASOURCE_URL, database.url());
            System.setProperty("reelay.embedded", "true");
            System.setProperty("quarkus.datasource.username", EmbeddedDatabase.USER);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stopLast(database), "local-database-stop"));
        } catch (RuntimeException e) {
            refuse(List.of(e.getMessage() + (e.getCause() == null ? "" : ": " + e.getCause().getMessage())));
        }
    }

    /** Stops the database after Quarkus, which still releases leases. Without the wait, both shutdown hooks run in parallel. */
    private static void stopLast(EmbeddedDatabase database) {
        Application service = Application.currentApplication();
        if (service != null) {
            service.awaitShutdown();
        }
        database.close();
    }
}
