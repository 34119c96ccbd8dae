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

/**
 * The start of the program: a look at its settings, a local database where none is configured, the service on it. A native
 * program has to be given a database: it is small because it carries none.
 */
@QuarkusMain
public final class Reelay {
    private static final String DATASOURCE_URL = "quarkus.datasource.reactive.url";
    /** Settled when a native program is built, which leaves out what only a JVM runs: the database above all. */
    private static final boolean ON_JVM = ImageMode.current() == ImageMode.JVM;

    private Reelay() {
    }

    public static void main(String[] args) {
        if (ON_JVM) {
            JvmHeapTuning.tune();
        }
        // The server would refuse an uri that it cannot read with an empty answer; the gate does it in our words.
        System.setProperty("vertx.disableURIValidation", "true");
        Config config = config();
        check(config);
        if (config.getOptionalValue(DATASOURCE_URL, String.class).isEmpty()) {
            if (ON_JVM) {
                startDatabase(Path.of(config.getValue("reelay.data-dir", String.class)));
            } else {
                refuse(List.of(DATASOURCE_URL + " is not set: the native program brings no PostgreSQL of its own"));
            }
        } else {
            System.setProperty("reelay.deployed", "true");
        }
        Quarkus.run(args);
    }

    /** Until Quarkus starts, a native program has the environment of its build: here the one of now is read. */
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

    /** Shutdown hooks run side by side: the database has to outlast the service, which still releases what it holds. */
    private static void stopLast(EmbeddedDatabase database) {
        Application service = Application.currentApplication();
        if (service != null) {
            service.awaitShutdown();
        }
        database.close();
    }
}
