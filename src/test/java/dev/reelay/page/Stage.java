package dev.reelay.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.microsoft.playwright.Browser.NewContextOptions;

import dev.reelay.Program;
import dev.reelay.TestDatabase;

/** The packaged program with its sandbox, and a browser in which people look at its page. */
final class Stage implements AutoCloseable {
    private static final int KEYS = 30;

    private final Path home;
    private final Map<String, String> settings;
    private final Chromium chromium;
    private Program program;
    private int usedKeys;

    private Stage(Path home, Map<String, String> settings, Chromium chromium) {
        this.home = home;
        this.settings = settings;
        this.chromium = chromium;
    }

    /**
     * @param name
     *        of the directory that it runs in
     * @param settings
     *        beside those that make the sandbox quick
     */
    static Stage set(String name, Map<String, String> settings) throws IOException {
        Chromium chromium = Chromium.launch();
        Path home = Path.of("target", "programs", name);
        TestDatabase.delete(home);
        Files.createDirectories(home);
        Map<String, String> all = new HashMap<>(settings);
        all.put("REELAY_ACCESS_KEYS", IntStream.rangeClosed(1, KEYS).mapToObj(number -> "visitor%d:%s".formatted(number,
                key(number))).collect(Collectors.joining(",")));
        all.put("REELAY_UPSTREAM_POLL_INTERVAL", "300ms");
        all.put("REELAY_UPSTREAM_REQUESTS_PER_MINUTE", "0");
        Stage stage = new Stage(home, all, chromium);
        stage.program = Program.start(home, "first", all).awaitReady();
        return stage;
    }

    /** A key that nobody has used. */
    String freshKey() {
        if (++usedKeys > KEYS) {
            throw new IllegalStateException("There are more visitors than keys: raise their number");
        }
        return key(usedKeys);
    }

    Program program() {
        return program;
    }

    /** Somebody at a desk, who reads English and has entered nothing yet. */
    Visitor visitor() {
        return visitor(new NewContextOptions());
    }

    Visitor visitor(NewContextOptions options) {
        options.setPermissions(List.of("clipboard-read", "clipboard-write"));
        options.setLocale(options.locale == null ? "en-US" : options.locale);
        return new Visitor(chromium.browser(), program.uri(), options);
    }

    /** The same data at the same address. */
    void restart(String run) throws IOException {
        Map<String, String> here = new HashMap<>(settings);
        here.put("QUARKUS_HTTP_PORT", String.valueOf(program.uri().getPort()));
        program = Program.start(home, run, here).awaitReady();
    }

    @Override
    public void close() throws InterruptedException {
        program.close();
        chromium.close();
    }

    private static String key(int number) {
        return "sk-visitor" + number;
    }
}
