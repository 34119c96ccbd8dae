package dev.reelay.webhook.store;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The types of events. */
public enum EventType {
    VIDEO_IN_PROGRESS("video.in_progress"),
    VIDEO_COMPLETED("video.completed"),
    VIDEO_FAILED("video.failed"),
    VIDEO_DELETED("video.deleted"),
    /** A key has used a part of its budget. */
    BUDGET_THRESHOLD("budget.threshold"),
    /** An event that an owner asks for to test an endpoint; no endpoint subscribes to it. */
    TEST("webhook.test");

    private final String wireName;

    EventType(String wireName) {
        this.wireName = wireName;
    }

    /** Returns the name in the field {@code type} of an event. */
    public String wireName() {
        return wireName;
    }

    /** Returns the types that an endpoint may subscribe to. */
    public static List<EventType> subscribable() {
        return Arrays.stream(values()).filter(type -> type != TEST).toList();
    }

    /** Returns the type with this name that an endpoint may subscribe to, or empty. */
    public static Optional<EventType> parse(String name) {
        return subscribable().stream().filter(type -> type.wireName.equals(name)).findFirst();
    }

    static EventType stored(String name) {
        return Arrays.stream(values()).filter(type -> type.wireName.equals(name)).findFirst().orElseThrow();
    }
}
