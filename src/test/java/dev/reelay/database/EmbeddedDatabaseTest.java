package dev.reelay.database;

import static dev.reelay.testing.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.reelay.testing.Unpacked;

class EmbeddedDatabaseTest {
    @TempDir
    Path folder;

    /** After a reboot or in a container, another process may have the process id of a killed server. */
    @Test
    void startAfterKilledServerSparesProcessWithReusedId() throws Exception {
        Path others = folder.resolve("others");
        Path mine = folder.resolve("mine");
        Unpacked.databaseInto(others);
        Unpacked.databaseInto(mine);
        try (EmbeddedDatabase other = EmbeddedDatabase.start(others)) {
            String number = Files.readAllLines(pidFile(others)).get(0);
            List<String> left = leftBehind(mine);
            left.set(0, number);
            Files.write(pidFile(mine), left);

            EmbeddedDatabase.start(mine).close();

            assertThat(ProcessHandle.of(Long.parseLong(number))).get().matches(ProcessHandle::isAlive);
        }
    }

    @Test
    void endedServerRunsAgainOnItsPort() throws Exception {
        Unpacked.databaseInto(folder);
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            String number = Files.readAllLines(pidFile(folder)).get(0);
            ProcessHandle.of(Long.parseLong(number)).orElseThrow().destroyForcibly();

            await().ignoreExceptions().until(() -> {
                try (Connection connection = DriverManager.getConnection("jdbc:" + database.url(), EmbeddedDatabase.USER, "")) {
                    return connection.isValid(0) && !Files.readAllLines(pidFile(folder)).get(0).equals(number);
                }
            });
        }
        assertThat(pidFile(folder)).doesNotExist();
    }

    private static List<String> leftBehind(Path home) throws IOException {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(home)) {
            return new ArrayList<>(Files.readAllLines(pidFile(home)));
        }
    }

    private static Path pidFile(Path home) {
        return home.resolve("postgres/postmaster.pid");
    }
}
