package dev.reelay.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** A key store with a certificate of our own, and a client that trusts any. */
public final class TestCertificate {
    public static final String PASSWORD = "changeit";

    private TestCertificate() {
    }

    /** Creates a key store for localhost and returns its path. */
    public static Path create() {
        return create("localhost");
    }

    /** Creates a key store for a host and returns its path. */
    public static Path create(String host) {
        Path store = TestDatabase.FOLDER.toAbsolutePath().resolve("certificate-of-%s.p12".formatted(host));
        try {
            Files.createDirectories(store.getParent());
            Files.deleteIfExists(store);
            Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair", "-keyalg", "EC", "-alias", "reelay", "-dname", "CN=" + host, "-ext", "SAN=dns:" + host,
                    "-storetype", "PKCS12",
                    "-keystore", store.toString(), "-storepass", PASSWORD).inheritIO().start();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
            return store;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static Socket clientSocket() throws IOException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] { new TrustsAny() }, null);
            return context.getSocketFactory().createSocket();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static final class TrustsAny extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            // Trusts any.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            // Trusts any.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // Trusts any.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            // Trusts any.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // Trusts any.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // Trusts any.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
