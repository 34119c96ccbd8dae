package dev.reelay.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;

import io.vertx.mutiny.pgclient.PgBuilder;
import io.vertx.mutiny.sqlclient.Pool;

import dev.reelay.testing.DatabaseServer;

class SchemaMigratorTest {
    private static final String OLDER = "5";
    private static final String NOWHERE = "postgresql://localhost:1/postgres";

    @Test
    void latestVersionIsThatOfNewestMigration() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            assertThat(files.mapToInt(SchemaMigratorTest::version).max())
                    .hasValue(Integer.parseInt(SchemaMigrator.LATEST_VERSION));
        }
    }

    /** Nodes of the former version still run during an upgrade, so a function never gets another meaning. */
    @Test
    void migrationsAfterTheSeventhReplaceNoFunction() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            assertThat(files.filter(file -> version(file) > 7)).isNotEmpty().allSatisfy(file -> assertThat(file).content()
                    .doesNotContainPattern("(?i)drop\\s+(function|procedure|column|table|trigger)")
                    .doesNotContainPattern("(?i)create\\s+or\\s+replace"));
        }
    }

    private static int version(Path migration) {
        String name = migration.getFileName().toString();
        return Integer.parseInt(name.substring(1, name.indexOf("__")));
    }

    @Test
    void olderSchemaIsMigratedOnce() {
        String database = DatabaseServer.newDatabase();
        flyway(database, OLDER).migrate();
        Flyway newest = flyway(database, SchemaMigrator.LATEST_VERSION);

        bringUpToDate(database, () -> newest);

        assertThat(newest.info().current().getVersion()).isEqualTo(MigrationVersion.fromVersion(SchemaMigrator.LATEST_VERSION));
        bringUpToDate(database, () -> {
            throw new AssertionError("Flyway was woken");
        });
        DatabaseServer.drop(database);
    }

    @Test
    void missingDatabaseIsNamedInError() {
        assertThatThrownBy(() -> bringUpToDate(NOWHERE, () -> flyway(NOWHERE, SchemaMigrator.LATEST_VERSION)))
                .isInstanceOf(FlywayException.class).hasMessageContaining("Connection to localhost:1");
    }

    private static void bringUpToDate(String url, Supplier<Flyway> flyway) {
        Pool pool = PgBuilder.pool().connectingTo(url.replace("//", "//" + EmbeddedDatabase.USER + "@")).build();
        try {
            new SchemaMigrator(pool, flyway).migrate();
        } finally {
            pool.closeAndAwait();
        }
    }

    private static Flyway flyway(String url, String target) {
        return Flyway.configure().dataSource("jdbc:" + url, EmbeddedDatabase.USER, "")
                .locations("classpath:db/migration").target(target).load();
    }
}
