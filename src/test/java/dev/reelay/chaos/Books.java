package dev.reelay.chaos;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;

/**
 * What the others wrote down during a run: the upstreams, the receivers of webhooks and the database.
 *
 * @param nodes the name of the node by the id of its process, which the leases have
 * @param writes all writes to the table of videos, in the order of their commits for each owner
 * @param creations the times of the creates as the limit counts them
 */
record Books(Terms terms, List<Purchase> purchases, List<Arrival> arrivals, Map<String, String> nodes, List<Write> writes,
        List<Creation> creations, List<String> videos, List<Entry> ledger, List<Sum> sums, List<Event> events) {
    static final String FILE = "books.json";

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * What the run was configured with.
     *
     * @param deadlineMillis the longest time that a video may run
     * @param keys the limits by the id of a key
     * @param upstreams the limits by the name of an upstream, which is also that of its account
     * @param hooked owners with an endpoint for webhooks since before their first create
     */
    record Terms(long deadlineMillis, Map<String, KeyTerms> keys, Map<String, UpstreamTerms> upstreams, List<String> hooked) {
    }

    /**
     * The limits of a key.
     *
     * @param budget USD in total, or null
     */
    record KeyTerms(int openVideos, int createsPerMinute, @Nullable BigDecimal budget) {
    }

    /** @param honoursKeys whether a create with a known {@code Idempotency-Key} is not bought again */
    record UpstreamTerms(int openVideos, boolean honoursKeys) {
    }

    /**
     * A video that an upstream sold.
     *
     * @param from the beginning, in nanoseconds since the start of the upstream
     * @param to the end, or the time of this book for a running video
     * @param state RUNNING, COMPLETED, FAILED or CANCELLED
     */
    record Purchase(String upstream, String id, String prompt, String idempotencyKey, String node, long from, long to,
            String state) {
    }

    /**
     * A webhook that arrived.
     *
     * @param owner the owner whose endpoint it is
     * @param accepted whether the receiver replied with success
     */
    record Arrival(String owner, String event, String type, String video, boolean accepted, String sha256) {
    }

    /**
     * A write to the row of a video.
     *
     * @param at Unix time in milliseconds, by the clock of the database
     * @param node the node that wrote
     * @param before null for a new row
     * @param after null for a deleted row
     */
    record Write(long number, long at, String node, String video, String owner, String key, String prompt,
            @Nullable State before, @Nullable State after) {
    }

    /**
     * A row at one moment.
     *
     * @param lease the id of the process that has the lease, or null
     */
    record State(String status, long version, int progress, long token, @Nullable String lease, @Nullable String account,
            @Nullable String error, @Nullable String message, @Nullable BigDecimal cost, @Nullable BigDecimal uncertain) {
        boolean isTerminal() {
            return status.equals("COMPLETED") || status.equals("FAILED");
        }

        /** Returns the word of the API. */
        String word() {
            return status.equals("SUBMITTING") ? "submitted" : status.toLowerCase(Locale.ROOT);
        }
    }

    /** @param at Unix time in milliseconds */
    record Creation(String owner, String key, long at) {
    }

    /** A row of the ledger. */
    record Entry(String video, String key, String status, BigDecimal cost, BigDecimal uncertain) {
    }

    /** The sums of the ledger for a key. */
    record Sum(String key, long videos, BigDecimal cost, BigDecimal uncertain) {
    }

    /** An event of a video that webhooks tell. */
    record Event(String id, String owner, String video, String type) {
    }

    /** Returns the books of a former run. */
    static Books read(Path folder) throws IOException {
        return JSON.readValue(folder.resolve(FILE).toFile(), Books.class);
    }

    void write(Path folder) throws IOException {
        JSON.writeValue(folder.resolve(FILE).toFile(), this);
    }
}
