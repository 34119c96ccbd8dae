package dev.reelay.bench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that something of ours is compared with, on a port of loopback. */
final class Peer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final int port;
    private final Process process;

    private Peer(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** Starts it in a directory, where what it prints is kept too, and waits until it accepts connections. */
    static Peer start(Path home, int port, Map<String, String> environment, List<String> command) throws IOException {
        Path output = home.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(command).directory(home.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Peer peer = new Peer(port, builder.start());
        try {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
                    .until(() -> peer.accepts() || !peer.process.isAlive());
        } finally {
            if (!peer.accepts()) {
                peer.close();
            }
        }
        if (!peer.process.isAlive()) {
            throw new AssertionError("%s did not start: %s".formatted(command, Files.readString(output)));
        }
        return peer;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Returns the process ids of its children, which do the work of nginx. */
    List<Long> children() {
        return process.children().map(ProcessHandle::pid).toList();
    }

    /** Of the processes that it started, in KB. */
    long residentOfChildren() {
        return children().stream().mapToLong(Memory::resident).sum();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    private boolean accepts() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }
}
