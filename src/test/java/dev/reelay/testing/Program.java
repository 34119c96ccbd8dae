package dev.reelay.testing;

import static dev.reelay.testing.Waits.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.TestInfo;

import io.restassured.RestAssured;

import dev.reelay.database.EmbeddedDatabase;
import dev.reelay.sandbox.Media;

/**
 * The packaged program as a separate process, on a free port, with the directory {@code data} of its home and without the
 * configuration of the tests. Each run writes its output to two files beside the data.
 */
public final class Program implements AutoCloseable {
    /** The character after the port shows that the port is complete, because the line may be read while it is written. */
    private static final Pattern READY = Pattern.compile("(?:Page +|Reelay is ready at )(http://localhost:\\d+)\\D");
    /** Timeouts of the program that a slow machine must not reach, and the limit of reads, because tests ask often. */
    private static final Map<String, String> PATIENT = Map.of("REELAY_SANDBOX_RENDER_TIMEOUT", "1h",
            "REELAY_UPSTREAM_CREATE_TIMEOUT", "1h", "REELAY_DATABASE_TIMEOUT", "1m",
            "REELAY_ACCESS_READS_PER_MINUTE", "1000000");
    private static final Pattern SETTING = Pattern.compile("(REELAY|QUARKUS|_?JAVA|JDK_JAVA)_.*");

    private final Path home;
    private final Path data;
    private final Path output;
    private final Path errors;
    private final Process process;

    private Program(Path home, Path data, Path output, Path errors, Process process) {
        this.home = home;
        this.data = data;
        this.output = output;
        this.errors = errors;
        this.process = process;
    }

    /** Returns an empty home for the programs of one test. */
    public static Path emptyHome(TestInfo test) throws IOException {
        return emptyHome(test.getTestMethod().orElseThrow().getName());
    }

    /** Returns an empty home for the programs of several tests. */
    static Path emptyHome(String name) throws IOException {
        Path home = Path.of("target", "programs", name);
        ProgramDatabase.leave(home);
        TestDatabase.delete(home);
        return Files.createDirectories(home);
    }

    /** Returns an empty home with the unpacked PostgreSQL and ffmpeg. */
    public static Path preparedHome(String name) throws IOException {
        Path home = emptyHome(name);
        Unpacked.into(home);
        return home;
    }

    /**
     * Starts the program without waiting. A native program gets an ffmpeg on its {@code PATH}, and a database that exists as
     * long as the home; settings replace both.
     *
     * @param run
     *        names the files of the output
     */
    public static Program start(Path home, String run, Map<String, String> settings) throws IOException {
        Map<String, String> all = new HashMap<>(Packaged.isNative() ? Media.onPath() : Map.of());
        if (Packaged.isNative() && !settings.containsKey("QUARKUS_DATASOURCE_REACTIVE_URL")) {
            all.put("QUARKUS_DATASOURCE_REACTIVE_URL", ProgramDatabase.url(home));
            all.put("QUARKUS_DATASOURCE_USERNAME", EmbeddedDatabase.USER);
        }
        all.putAll(settings);
        return start(quickStart(List.of()), home, run, all);
    }

    /**
     * Starts a command without waiting, with only the given settings.
     *
     * @param command
     *        the command, with absolute paths
     */
    public static Program start(List<String> command, Path home, String run, Map<String, String> settings)
            throws IOException {
        Path data = Files.createDirectories(home.resolve("data")).toRealPath();
        Path output = home.resolve(run + ".out");
        Path errors = home.resolve(run + ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile()).redirectOutput(output.toFile()).redirectError(errors.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> SETTING.matcher(name).matches());
        environment.putAll(Map.of("REELAY_DATA_DIR", data.toString(), "QUARKUS_HTTP_HOST", "127.0.0.1",
                "QUARKUS_HTTP_PORT", "0"));
        environment.putAll(PATIENT);
        environment.putAll(settings);
        return new Program(home, data, output, errors, builder.start());
    }

    /**
     * Returns the command of the program without the second compiler, which takes half of the start and does not pay off
     * within seconds.
     *
     * @param options
     *        further options of the JVM
     */
    public static List<String> quickStart(List<String> options) {
        if (Packaged.isNative()) {
            return Packaged.command(options);
        }
        List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
        all.addAll(ClassArchive.options());
        all.addAll(options);
        return Packaged.command(all);
    }

    /** Waits for the log line that reports readiness. */
    public Program awaitReady() {
        await().until(() -> address().isPresent() || !process.isAlive());
        if (address().isEmpty()) {
            throw new AssertionError("It did not start: " + output() + errors());
        }
        return this;
    }

    /** Directs the requests of this test to this program. */
    public Program talkTo() {
        RestAssured.baseURI = uri().toString();
        RestAssured.port = uri().getPort();
        return this;
    }

    /** Returns the URI of the program. */
    public URI uri() {
        return address().orElseThrow();
    }

    public Path data() {
        return data;
    }

    public String output() {
        return read(output);
    }

    public String errors() {
        return read(errors);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Waits for that time; returns false if the program ended earlier. */
    public boolean runsFor(Duration time) throws InterruptedException {
        return !process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Opens a connection to the program's database, embedded or configured. */
    public Connection database() throws IOException, SQLException {
        String url = Packaged.isNative() ? ProgramDatabase.url(home)
                : "postgresql://localhost:" + Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(3) + "/postgres";
        return DriverManager.getConnection("jdbc:" + url, EmbeddedDatabase.USER, "");
    }

    /** Sends SIGKILL, so that the program cannot clean up. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Sends SIGTERM and waits for the end. */
    public int stop(Duration limit) throws InterruptedException {
        process.destroy();
        return awaitExit(limit);
    }

    /** @return the exit code */
    public int awaitExit(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("It still runs after " + limit + ": " + output() + errors());
        }
        return process.exitValue();
    }

    /** Returns the running processes of {@code postgres} or {@code ffmpeg} that belong to the program's data directory. */
    public List<ProcessHandle> processes(String program) {
        return ProcessHandle.allProcesses().filter(handle -> isForUs(handle.info(), program)).toList();
    }

    private boolean isForUs(ProcessHandle.Info info, String program) {
        Stream<Path> names = Stream.concat(info.command().stream(), info.arguments().stream().flatMap(Stream::of))
                .filter(name -> name.startsWith("/")).map(Path::of);
        return info.command().filter(command -> Path.of(command).endsWith(program)).isPresent()
                && names.anyMatch(name -> name.startsWith(data));
    }

    /** Kills all processes of the program. */
    @Override
    public void close() throws InterruptedException {
        kill();
        for (String program : List.of("postgres", "ffmpeg")) {
            processes(program).forEach(ProcessHandle::destroyForcibly);
        }
    }

    private Optional<URI> address() {
        return Optional.of(READY.matcher(output())).filter(Matcher::find).map(found -> URI.create(found.group(1)));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
