package dev.reelay.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.reelay.testing.TestDatabase;

/** nginx with a configuration of ours, where it is installed. */
final class Nginx {
    private static final Path NCHAN = Path.of("/usr/lib/nginx/modules/ngx_nchan_module.so");
    private static final List<Path> PROGRAMS = List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/bin/nginx"),
            Path.of("/usr/local/sbin/nginx"));
    /** The workers read files of whoever runs this. */
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

    private Nginx() {
    }

    /** @param locations of its one server */
    static Optional<Peer> start(String name, String locations) throws IOException {
        return start(name, "", locations);
    }

    /** With the module that pushes events; empty also where that is not installed. */
    static Optional<Peer> startNchan(String locations) throws IOException {
        return Files.exists(NCHAN) ? start("nchan", "load_module " + NCHAN + ";", locations) : Optional.empty();
    }

    private static Optional<Peer> start(String name, String modules, String locations) throws IOException {
        Optional<Path> program = PROGRAMS.stream().filter(Files::isExecutable).findFirst();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        Path home = Path.of("target", "peers", name).toAbsolutePath();
        TestDatabase.delete(home);
        Files.createDirectories(home);
        int port = Peer.freePort();
        Path config = Files.writeString(home.resolve("nginx.conf"),
                CONFIG.formatted(modules, System.getProperty("user.name"), port, locations.indent(8)));
        return Optional.of(Peer.start(home, port, Map.of(), List.of(program.get().toString(), "-p", home.toString(), "-c",
                config.toString(), "-e", home.resolve("error.log").toString())));
    }
}
