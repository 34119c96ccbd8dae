package dev.reelay.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PfxOptions;
import io.vertx.core.net.SocketAddress;

import dev.reelay.testing.TestCertificate;
import dev.reelay.testing.Waits;
import dev.reelay.upstream.account.UpstreamConfigs;

/** Content over TLS, from a real server whose certificate is for localhost. */
class ContentTlsTest {
    private final Vertx vertx = Vertx.vertx();
    private final PfxOptions certificate = new PfxOptions().setPath(TestCertificate.create().toString())
            .setPassword(TestCertificate.PASSWORD);
    private final List<String> sessions = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        System.clearProperty("javax.net.ssl.trustStore");
        System.clearProperty("javax.net.ssl.trustStorePassword");
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void boringSslDecryptsIfItIsThere() throws Exception {
        trustCertificate();

        assertThat(get("localhost")).hasToString("content");
        assertThat(sessions).singleElement().asString()
                .contains(OpenSSLEngineOptions.isAvailable() ? "OpenSsl" : "sun.security.ssl");
    }

    @Test
    void unknownCertificateIsRefused() {
        assertIsRefused("localhost");
    }

    @Test
    void certificateOfAnotherHostIsRefused() {
        trustCertificate();

        assertIsRefused("127.0.0.1");
    }

    /** As an operator does; with trust options of its own, the client would choose its TLS in another way. */
    private void trustCertificate() {
        System.setProperty("javax.net.ssl.trustStore", certificate.getPath());
        System.setProperty("javax.net.ssl.trustStorePassword", certificate.getPassword());
    }

    private void assertIsRefused(String host) {
        assertThat(catchThrowable(() -> get(host))).hasCauseInstanceOf(SSLHandshakeException.class).rootCause()
                .isInstanceOf(GeneralSecurityException.class);
    }

    private Buffer get(String host) throws Exception {
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setSsl(true).setKeyCertOptions(certificate))
                .requestHandler(request -> request.response().end("content")).listen(0, "127.0.0.1")
                .toCompletionStage().toCompletableFuture().join();
        RequestOptions request = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(server.actualPort(), "127.0.0.1"))
                .setAbsoluteURI("https://%s:%d/".formatted(host, server.actualPort()));
        return vertx.createHttpClient(ContentConnector.options(UpstreamConfigs.of(Map.of())))
                .connectionHandler(connection -> sessions.add(connection.sslSession().getClass().getName()))
                .request(request)
                // The inner call runs on the event loop, before the body arrives; on this thread it could come too late for it.
                .compose(sent -> sent.send().compose(HttpClientResponse::body))
                .toCompletionStage().toCompletableFuture().get(Waits.LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
}
