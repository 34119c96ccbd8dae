package dev.reelay.outbound;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * A range of TCP ports, both ends included. In the configuration it is {@code 443} or {@code 1024-65535}.
 */
// The configuration finds parse(String) by reflection.
@RegisterForReflection
public record PortRange(int first, int last) {
    private static final int HIGHEST = 65535;

    public PortRange {
        if (first < 1 || last > HIGHEST || first > last) {
            throw new IllegalArgumentException("must be a port from 1 to %d, or two with a hyphen between".formatted(HIGHEST));
        }
    }

    /** Parses {@code 443} or {@code 1024-65535}. */
    public static PortRange parse(String text) {
        String[] ends = text.strip().split("-", 2);
        try {
            return new PortRange(Integer.parseInt(ends[0].strip()), Integer.parseInt(ends[ends.length - 1].strip()));
        } catch (NumberFormatException malformed) {
            throw new IllegalArgumentException("must be a port from 1 to %d, or two with a hyphen between".formatted(HIGHEST));
        }
    }

    boolean contains(int port) {
        return port >= first && port <= last;
    }
}
