package dev.reelay.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;

import dev.reelay.testing.Packaged;
import dev.reelay.testing.Program;
import dev.reelay.testing.TestDatabase;

/** How soon the program answers where its database is ready, and how much it is: on disk, and in memory at work. */
class StartBench {
    private static final int STARTS = Packaged.isNative() ? 9 : 3;
    private static final int REQUESTS = 100;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long BETWEEN_LOOKS_NANOS = 500_000;
    private static final Duration UNTIL_SETTLED = Duration.ofSeconds(10);
    private static final Duration SETTLED = Duration.ofSeconds(30);
    private static final Path HOME = Path.of("target", "programs", "start-bench");

    private final TestDatabase database = new TestDatabase();
    private final Map<String, String> settings = new HashMap<>();

    @Test
    void untilTheFirstAnswer() throws Exception {
        Report report = new Report("Start", "");
        TestDatabase.delete(HOME);
        Files.createDirectories(HOME);
        settings.putAll(Gateway.environment(database.start()));
        try {
            report.add("first answer, on an empty database", "ms", millis("first"), Optional.empty());
            report.add("first answer", "ms", Rounds.measure(STARTS, round -> millis("start-" + round), Optional.empty()),
                    goal(100));
            addMemory(report);
            if (Packaged.isNative()) {
                report.add("executable", "MB", Files.size(Path.of(Packaged.command(List.of()).get(0))) / 1024.0 / 1024.0,
                        Optional.empty(), goal(120));
            }
        } finally {
            database.stop();
        }
        report.close();
    }

    /** Those that a JVM is not made for. */
    private static Optional<Goal> goal(double most) {
        return Optional.of(Goal.atMost(most)).filter(goal -> Packaged.isNative());
    }

    /** From the start of the process to the last byte of a list of videos, which is read from the database. */
    private double millis(String run) throws Exception {
        int port = Peer.freePort();
        long begin = System.nanoTime();
        try (Program program = start(run, port)) {
            while (!isAnswered(port)) {
                if (System.nanoTime() - begin > PATIENCE.toNanos()) {
                    throw new AssertionError("It did not start, see " + HOME);
                }
                LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            }
            return (System.nanoTime() - begin) / 1e6;
        }
    }

    private void addMemory(Report report) throws Exception {
        try (Program program = start("memory", Peer.freePort()).awaitReady()) {
            Caller caller = new Caller(program.uri());
            String id = caller.create("[stall] a dog");
            for (int request = 1; request < REQUESTS; request++) {
                caller.video(id);
            }
            report.add("memory right after 100 requests", "MB", Memory.resident(program.pid()) / 1024.0, Optional.empty());
            report.add("memory once that has settled, at most", "MB",
                    Memory.most(() -> Memory.resident(program.pid()), UNTIL_SETTLED, SETTLED) / 1024.0, Optional.empty(),
                    goal(80));
        }
    }

    private Program start(String run, int port) throws IOException {
        Map<String, String> all = new HashMap<>(settings);
        all.put("QUARKUS_HTTP_PORT", String.valueOf(port));
        return Program.start(Launch.ours(List.of()), HOME, run, all);
    }

    private static boolean isAnswered(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(("GET /v1/videos HTTP/1.0\r\nAuthorization: " + Gateway.KEY + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream answer = socket.getInputStream();
            return new String(answer.readAllBytes(), StandardCharsets.UTF_8).startsWith("HTTP/1.0 200");
        } catch (IOException notYet) {
            return false;
        }
    }
}
