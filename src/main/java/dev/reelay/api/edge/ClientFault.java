package dev.reelay.api.edge;

import java.util.Locale;

/** The kinds of faults of clients, which {@link ClientFaults} counts. */
public enum ClientFault {
    /** A request that is not valid HTTP. */
    MALFORMED("malformed requests"),
    /** A head that was not complete in time. */
    SLOW_HEAD("requests without a complete head"),
    /** A body that stood still. */
    SLOW_BODY("requests with a body that stood still"),
    /** A response of which the client took no byte. */
    UNREAD("responses that the client did not read"),
    /** A connection beyond a limit. */
    CONNECTION("connections above a limit"),
    /** A key or ticket that is not valid. */
    BAD_KEY("requests with an invalid key or ticket"),
    /** A request that broke off. */
    ABORTED("requests that the client broke off"),
    /** A response that broke off. */
    CUT("responses that broke off");

    private final String description;

    ClientFault(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }

    /** Returns the name as a label of metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
