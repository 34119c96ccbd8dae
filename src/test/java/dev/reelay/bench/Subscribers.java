package dev.reelay.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Readers of event streams, in a process of their own: see {@link SubscriberClient}. */
final class Subscribers implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;

    private final Process process;
    private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
    private final PrintStream orders;

    /** One event, as it reached a group: when its first and its last reader had it, in nanoseconds of the same clock. */
    record Receipt(int group, long first, long last) {
        long nanos() {
            return last - first;
        }
    }

    private Subscribers(Process process) {
        this.process = process;
        Thread ear = new Thread(() -> hear(process, output));
        ear.setDaemon(true);
        ear.start();
        this.orders = new PrintStream(process.getOutputStream(), true, StandardCharsets.US_ASCII);
    }

    /**
     * @param groups the readers are dealt out to so many streams in turn
     * @param path of a group's stream; its format has the number of the group as the argument
     */
    static Subscribers start(int port, int groups, String path) throws IOException {
        return new Subscribers(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:+UseSerialGC", "-cp", Path.of("target", "test-classes").toString(),
                SubscriberClient.class.getName(), String.valueOf(port), String.valueOf(groups),
                "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nAuthorization: "
                        + Gateway.KEY + "\r\n\r\n")
                .redirectError(ProcessBuilder.Redirect.INHERIT).start());
    }

    /** Adds readers, and waits until each has its first event. */
    void add(int count) {
        orders.println(count);
        line("ready");
    }

    /** Waits until a whole group has one more event. */
    Receipt receipt() {
        String[] words = line("event");
        return new Receipt(Integer.parseInt(words[1]), Long.parseLong(words[2]), Long.parseLong(words[3]));
    }

    /** The readers leave all at once. */
    @Override
    public void close() {
        orders.close();
        process.onExit().join();
    }

    private String[] line(String kind) {
        try {
            String line = output.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (line == null || !line.startsWith(kind)) {
                throw new AssertionError("The readers should have said '%s', not '%s'".formatted(kind, line));
            }
            return line.split(" ");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("Interrupted", e);
        }
    }

    private static void hear(Process process, BlockingQueue<String> output) {
        try (Stream<String> lines = process.inputReader(StandardCharsets.US_ASCII).lines()) {
            lines.forEach(output::add);
        }
        output.add("nothing more: they have ended");
    }
}
