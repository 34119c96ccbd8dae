package dev.reelay.video;

/**
 * How an account stands with its upstream, on all nodes together.
 *
 * @param requests that were sent in the last minute, where they are limited and so counted
 * @param videos that occupy a place there
 * @param paused it sends nothing, since it was told to slow down
 * @param coolingDown it is given no videos, since its key or credit was refused
 */
public record AccountState(String name, long requests, long videos, boolean paused, boolean coolingDown) {
    /** Of one that nothing was done with yet. */
    public static AccountState unused(String name) {
        return new AccountState(name, 0, 0, false, false);
    }

    /** @return how many requests it may still send in this minute; infinity where there is no limit */
    public double requestsLeft(int perMinute) {
        return paused ? 0 : perMinute == 0 ? Double.POSITIVE_INFINITY : Math.max(0, perMinute - requests);
    }

    /** @return how many videos it may still be given */
    public double slotsLeft(int concurrent) {
        return coolingDown ? 0 : Math.max(0, concurrent - videos);
    }

    /** In a word or two, for people. */
    public String label() {
        return coolingDown ? "cooldown" : paused ? "paused" : "in use";
    }
}
