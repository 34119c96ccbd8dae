package dev.reelay.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

import dev.reelay.testing.TestCertificate;

/** An upstream whose videos are all completed, by an nginx that sends the clip of {@link Origin}, in clear and over TLS. */
final class NginxOrigin implements AutoCloseable {
    private static final String LOCATIONS = """
            listen 127.0.0.1:%d ssl;
            ssl_certificate %s;
            ssl_certificate_key %s;
            location ~ ^/v1/videos/[^/]+$ {
                default_type application/json;
                return 200 '{"status":"completed","progress":100}';
            }
            location ~ /content$ {
                types { }
                default_type video/mp4;
                alias %s;
            }
            """;

    private final Peer nginx;
    private final int tlsPort;
    private final Path keyStore;

    private NginxOrigin(Peer nginx, int tlsPort, Path keyStore) {
        this.nginx = nginx;
        this.tlsPort = tlsPort;
        this.keyStore = keyStore;
    }

    /** Returns empty if nginx is not installed. */
    static Optional<NginxOrigin> start() throws IOException, GeneralSecurityException {
        Origin.makeClip();
        Path store = TestCertificate.create();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            keys.load(file, TestCertificate.PASSWORD.toCharArray());
        }
        Path certificate = pem(store, "CERTIFICATE", keys.getCertificate("reelay").getEncoded());
        Path key = pem(store, "PRIVATE KEY", keys.getKey("reelay", TestCertificate.PASSWORD.toCharArray()).getEncoded());
        int tls = Peer.freePort();
        return Nginx.start("origin", LOCATIONS.formatted(tls, certificate, key, Origin.CLIP))
                .map(nginx -> new NginxOrigin(nginx, tls, store));
    }

    String url(boolean tls) {
        return tls ? "https://localhost:" + tlsPort : "http://localhost:" + nginx.port();
    }

    /** Returns the options of a program that trusts its certificate. */
    List<String> trust() {
        return List.of("-Djavax.net.ssl.trustStore=" + keyStore,
                "-Djavax.net.ssl.trustStorePassword=" + TestCertificate.PASSWORD);
    }

    @Override
    public void close() {
        nginx.close();
    }

    private static Path pem(Path store, String type, byte[] bytes) throws IOException {
        return Files.writeString(store.resolveSibling("bench-%s.pem".formatted(type.toLowerCase().replace(' ', '-'))),
                "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(type,
                        Base64.getMimeEncoder().encodeToString(bytes)));
    }
}
