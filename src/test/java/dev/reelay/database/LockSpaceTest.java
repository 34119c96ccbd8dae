package dev.reelay.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class LockSpaceTest {
    @Test
    void spacesDoNotShareKeys() {
        assertThat(Arrays.stream(LockSpace.values()).map(space -> space.key("name"))).doesNotHaveDuplicates()
                .containsExactly("hashtextextended(name, 1)", "hashtextextended(name, 2)", "hashtextextended(name, 3)",
                        "hashtextextended(name, 4)", "hashtextextended(name, 5)", "hashtextextended(name, 6)");
    }

    @Test
    void migrationsLockInASpaceOfTheList() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            assertThat(files.flatMap(LockSpaceTest::keys)).containsOnly(LockSpace.OWNER_CHANGES.key("new.owner"),
                    LockSpace.OWNER_CHANGES.key("old.owner"), LockSpace.OWNER_CREATES.key("the_owner"),
                    LockSpace.IDEMPOTENCY_KEY.key("the_owner || chr(10) || the_key"));
        }
    }

    private static Stream<String> keys(Path migration) {
        try {
            return Pattern.compile("hashtextextended\\(([^()]|\\(\\d+\\))*\\)").matcher(Files.readString(migration)).results()
                    .map(MatchResult::group);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
