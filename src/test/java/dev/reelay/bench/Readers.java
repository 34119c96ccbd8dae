package dev.reelay.bench;

import static dev.reelay.testing.Waits.await;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Up to a hundred thousand readers in a process of their own: see {@link ReaderClient}. */
final class Readers implements AutoCloseable {
    private final Process process;
    private final PrintStream orders;
    private final Map<Integer, Receipt> receipts = new ConcurrentHashMap<>();
    private volatile Optional<Presence> presence = Optional.empty();

    /** An event as it reached a group: when its last reader had it. */
    record Receipt(long id, long last) {
    }

    /**
     * All readers have their streams.
     *
     * @param nanos the time at which the last one got it
     * @param refused connects that were refused so far
     * @param repeated responses 503 with {@code Retry-After} so far
     * @param lost connections that ended before a response so far
     * @param errors other responses than a stream so far
     */
    record Presence(long nanos, int count, int refused, int repeated, int lost, int errors) {
    }

    private Readers(Process process) {
        this.process = process;
        Thread ear = new Thread(this::hear);
        ear.setDaemon(true);
        ear.start();
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    }

    /**
     * @param perConnection readers of one connection: 1 with HTTP/1.1, more with HTTP/2
     * @param groups the readers are dealt out to so many streams in turn
     * @param path of a group's stream; its format has the number of the group as the argument
     * @param key of a group, as the path
     */
    static Readers start(int port, int perConnection, int groups, String path, String key) throws IOException {
        return new Readers(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), ReaderClient.class.getName(),
                String.valueOf(port), String.valueOf(perConnection), String.valueOf(groups), path, key)
                .redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Adds readers, and waits until all have their streams. */
    Presence add(int count) {
        int total = count + presence.map(Presence::count).orElse(0);
        orders.println(count);
        return awaitPresence(all -> all.count() == total);
    }

    /** Waits until all readers have come again after a time. */
    Presence awaitReturn(long nanos) {
        return awaitPresence(all -> all.nanos() - nanos > 0);
    }

    private Presence awaitPresence(Predicate<Presence> condition) {
        await().until(() -> !process.isAlive() || presence.filter(condition).isPresent());
        return presence.filter(condition).orElseThrow(() -> new AssertionError("The readers have ended"));
    }

    /** Waits until a whole group has the event of that id or a later one; returns the time at which the last reader had it. */
    long awaitEvent(int group, long id) {
        await().until(() -> !process.isAlive() || Optional.ofNullable(receipts.get(group)).filter(got -> got.id() >= id)
                .isPresent());
        return Optional.ofNullable(receipts.get(group)).orElseThrow(() -> new AssertionError("The readers have ended")).last();
    }

    /** The readers leave all at once. */
    @Override
    public void close() {
        orders.close();
        process.onExit().join();
    }

    private void hear() {
        try (Stream<String> lines = process.inputReader(StandardCharsets.US_ASCII).lines()) {
            lines.forEach(line -> hear(List.of(line.split(" "))));
        }
    }

    private void hear(List<String> words) {
        long[] numbers = words.stream().skip(1).mapToLong(Long::parseLong).toArray();
        if (words.get(0).equals("event")) {
            receipts.put((int) numbers[0], new Receipt(numbers[1], numbers[3]));
        } else {
            presence = Optional.of(new Presence(numbers[0], (int) numbers[1], (int) numbers[2], (int) numbers[3],
                    (int) numbers[4], (int) numbers[5]));
        }
    }
}
