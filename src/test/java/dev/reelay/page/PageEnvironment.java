package dev.reelay.page;

import static org.hamcrest.Matchers.anyOf;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.microsoft.playwright.Browser.NewContextOptions;

import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;

import dev.reelay.testing.Api;
import dev.reelay.testing.Json;
import dev.reelay.testing.Program;

/**
 * The packaged program with its sandbox, and a browser: one of each for all tests of this JVM. Each test uses separate API
 * keys, so that it does not see the videos of other tests.
 */
final class PageEnvironment {
    static final String ADMIN_KEY = "sk-admin-of-the-page";
    private static final int KEYS = 60;
    /** Of one key; more than any other test has at once. */
    static final int CONCURRENT_VIDEOS = 16;

    private final Path home;
    private final Map<String, String> settings;
    private final Chromium chromium;
    private final List<String> keysInUse = new ArrayList<>();
    private Program program;
    private int usedKeys;

    private PageEnvironment(Path home, Map<String, String> settings, Chromium chromium) throws IOException {
        this.home = home;
        this.settings = settings;
        this.chromium = chromium;
        this.program = Program.start(home, "first", settings);
    }

    /** Starts it for the first test, and ends it with the tests. */
    static PageEnvironment get() {
        return Holder.STAGE;
    }

    private static PageEnvironment set() throws IOException {
        Map<String, String> settings = new HashMap<>(Map.of(
                "REELAY_ACCESS_KEYS", IntStream.rangeClosed(1, KEYS)
                        .mapToObj(number -> "visitor%d:%s".formatted(number, key(number))).collect(Collectors.joining(",")),
                "REELAY_ACCESS_CREATES_PER_MINUTE", "100",
                "REELAY_ACCESS_CONCURRENT_VIDEOS", String.valueOf(CONCURRENT_VIDEOS),
                "REELAY_UPSTREAM_CONCURRENT_VIDEOS", "100",
                "REELAY_UPSTREAM_POLL_INTERVAL", "300ms",
                "REELAY_UPSTREAM_REQUESTS_PER_MINUTE", "0"));
        settings.put("REELAY_ACCESS_ADMIN_KEYS", "ops:" + ADMIN_KEY);
        // The receivers of webhooks are on this machine, and no test waits for a retry.
        settings.putAll(Map.of("REELAY_WEBHOOKS_ALLOW_HTTP", "true", "REELAY_WEBHOOKS_ALLOW_PRIVATE", "true",
                "REELAY_WEBHOOKS_RETRIES", "1h"));
        settings.put("REELAY_MODELS_FILE", Path.of("src/test/resources/page-models.yaml").toAbsolutePath().toString());
        // Two of these JVMs may run beside each other, in the same directory.
        String name = "page-of-" + Path.of(System.getProperty("tests.folder", "target")).getFileName();
        PageEnvironment stage = new PageEnvironment(Program.preparedHome(name), settings, Chromium.launch());
        Runtime.getRuntime().addShutdownHook(new Thread(stage::strike));
        stage.program.awaitReady();
        return stage;
    }

    /** Returns a key that no test has used. */
    String freshKey() {
        if (++usedKeys > KEYS) {
            throw new IllegalStateException("There are more visitors than keys: raise their number");
        }
        keysInUse.add(key(usedKeys));
        return key(usedKeys);
    }

    Program program() {
        return program;
    }

    /** The directory for files of the tests. */
    Path home() {
        return home;
    }

    /** Opens a browser context with the language English, before the login. */
    PageBrowser visitor() {
        return visitor(new NewContextOptions());
    }

    PageBrowser visitor(NewContextOptions options) {
        options.setPermissions(List.of("clipboard-read", "clipboard-write"));
        options.setLocale(options.locale == null ? "en-US" : options.locale);
        return new PageBrowser(chromium.browser(), program.uri(), options);
    }

    /** The same data at the same address. */
    void restart(String run) throws IOException {
        Map<String, String> here = new HashMap<>(settings);
        here.put("QUARKUS_HTTP_PORT", String.valueOf(program.uri().getPort()));
        program = Program.start(home, run, here).awaitReady();
    }

    /** Cancels what the last test left running, which the next ones would have to wait for. */
    void cancelVideos() {
        keysInUse.forEach(key -> cancel(key, video -> !Set.of("completed", "failed").contains(video.get("status"))));
        keysInUse.clear();
    }

    /** Cancels the videos of a prompt, as another client of the visitor would. */
    void cancelAll(String key, String prompt) {
        cancel(key, video -> prompt.equals(video.get("prompt")));
    }

    private void cancel(String key, Predicate<Map<String, Object>> condition) {
        List<Map<String, Object>> videos = Json.of(Api.as(key).get(program.uri() + "/v1/videos?limit=100").then()
                .statusCode(200).extract()).get("data");
        // One may have ended in the meantime.
        videos.stream().filter(condition).forEach(video -> Api.as(key)
                .post(program.uri() + "/v1/videos/" + video.get("id") + "/cancel").then()
                .statusCode(anyOf(is(200), is(409))));
    }

    /** Calls the API as an administrator's own program would. */
    RequestSpecification asAdmin() {
        return Api.as(ADMIN_KEY).baseUri(program.uri().toString());
    }

    /** Issues a key; returns its secret. */
    String issueKey(Map<String, Object> fields) {
        String secret = Json
                .of(asAdmin().contentType(ContentType.JSON).body(fields).post("/admin/keys").then().statusCode(200).extract())
                .get("secret");
        keysInUse.add(secret);
        return secret;
    }

    /** Creates a video of four seconds, which costs $0.20, as another client of the visitor would; returns the response. */
    Response createPriced(String key, String prompt) {
        return Api.as(key).contentType(ContentType.JSON)
                .body(Map.of("prompt", prompt, "model", "sandbox-preview", "size", "360x360", "seconds", "4"))
                .post(program.uri() + "/v1/videos");
    }

    /** Creates a video as another client of the visitor would. */
    void create(String key, String prompt) {
        Api.form(key, prompt).post(program.uri() + "/v1/videos").then().statusCode(200);
    }

    private void strike() {
        chromium.close();
        try {
            program.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String key(int number) {
        return "sk-visitor" + number;
    }

    private static final class Holder {
        private static final PageEnvironment STAGE = start();

        private static PageEnvironment start() {
            try {
                return set();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
