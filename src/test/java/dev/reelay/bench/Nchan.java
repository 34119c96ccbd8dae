package dev.reelay.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;

/** nginx that pushes the last message of a channel, and each later one, as our event streams do. */
final class Nchan implements AutoCloseable {
    static final String EVENTS = "/events/%d";

    private static final String LOCATIONS = """
            location ~ ^/publish/(.+)$ {
                nchan_publisher;
                nchan_channel_id $1;
                nchan_message_buffer_length 1;
            }
            location ~ ^/events/(.+)$ {
                nchan_subscriber eventsource;
                nchan_channel_id $1;
                nchan_subscriber_first_message oldest;
            }
            """;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Peer nginx;
    private final String message;

    private Nchan(Peer nginx, String message) {
        this.nginx = nginx;
        this.message = message;
    }

    /**
     * Empty where it is not installed.
     *
     * @param message
     *        that is published
     */
    static Optional<Nchan> start(String message) throws IOException {
        return Nginx.startNchan(LOCATIONS).map(nginx -> new Nchan(nginx, message));
    }

    int port() {
        return nginx.port();
    }

    /** Of its workers, in KB. */
    long resident() {
        return nginx.residentOfChildren();
    }

    void publish(int channel) throws IOException, InterruptedException {
        int status = http.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + "/publish/" + channel))
                .header("Content-Type", "application/json").header("X-EventSource-Event", "progress")
                .POST(BodyPublishers.ofString(message)).build(), BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
            throw new AssertionError("nchan answered a message with " + status);
        }
    }

    @Override
    public void close() {
        nginx.close();
    }
}
