package dev.reelay.bench;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.reelay.TestDatabase;

/** nginx as a process of its own, on a free port of loopback: what the packaged program is compared with. */
final class Nginx implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Path NCHAN = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");
    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/bin/nginx"),
            Path.of("/usr/local/sbin/nginx"));
    private static final String CONFIG = """
            %s
            user %s;
            worker_processes 2;
            worker_rlimit_nofile 20000;
            daemon off;
            pid nginx.pid;
            error_log error.log;
            events {
                worker_connections 20000;
            }
            http {
                access_log off;
                sendfile on;
                tcp_nopush on;
                keepalive_requests 1000000;
                client_body_temp_path body;
                proxy_temp_path proxy;
                fastcgi_temp_path fastcgi;
                uwsgi_temp_path uwsgi;
                scgi_temp_path scgi;
                server {
                    listen 127.0.0.1:%d backlog=4096;
                    %s
                }
            }
            """;

    private final int port;
    private final Process process;

    private Nginx(int port, Process process) {
        this.port = port;
        this.process = process;
    }

    /** @param locations of its one server */
    static Optional<Nginx> start(String name, String locations) throws IOException {
        return start(name, "", locations);
    }

    /** With the module that pushes events; empty also where that is not installed. */
    static Optional<Nginx> startNchan(String name, String locations) throws IOException {
        return Files.exists(NCHAN) ? start(name, "load_module " + NCHAN + ";", locations) : Optional.empty();
    }

    private static Optional<Nginx> start(String name, String modules, String locations) throws IOException {
        Optional<Path> program = PROGRAMS.stream().filter(Files::isExecutable).findFirst();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Path home = Path.of("target", "peers", name).toAbsolutePath();
        TestDatabase.delete(home);
        Files.createDirectories(home);
        int port = freePort();
        // Its workers read files of whoever runs this.
        Files.writeString(home.resolve("nginx.conf"),
                CONFIG.formatted(modules, System.getProperty("user.name"), port, locations.indent(8)));
        Process process = new ProcessBuilder(program.get().toString(), "-p", home.toString(), "-c",
                home.resolve("nginx.conf").toString(), "-e", home.resolve("error.log").toString())
                .redirectErrorStream(true).redirectOutput(home.resolve("nginx.out").toFile()).start();
        Nginx nginx = new Nginx(port, process);
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> nginx.accepts() || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("nginx did not start: " + Files.readString(home.resolve("nginx.out")));
        }
        return Optional.of(nginx);
    }

    int port() {
        return port;
    }

    /** Of its workers, in KB. */
    long resident() {
        return process.children().mapToLong(worker -> Memory.resident(worker.pid())).sum();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("nginx does not stop");
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
