package dev.reelay.upstream.account;

/**
 * The state of an account at the upstream, summed over all nodes.
 *
 * @param requests number of requests in the last 61 s; counted only if requests are limited
 * @param videos number of videos that occupy a slot of the account
 * @param paused true while the account sends no requests, because the upstream answered with status code 429
 * @param coolingDown true while the account gets no new videos, such as after the upstream rejected its key or credit
 */
public record AccountState(String name, long requests, long videos, boolean paused, boolean coolingDown) {
    /** Returns the state of an account that has not been used yet. */
    public static AccountState unused(String name) {
        return new AccountState(name, 0, 0, false, false);
    }

    /**
     * Returns the number of requests that the account may still send in this minute.
     *
     * @param perMinute the limit, or 0 for none
     * @return infinity without a limit; 0 while paused
     */
    public double requestsLeft(int perMinute) {
        return paused ? 0 : perMinute == 0 ? Double.POSITIVE_INFINITY : Math.max(0, perMinute - requests);
    }

    /** Returns the number of videos that the account may still take; 0 during a cooldown. */
    public double slotsLeft(int concurrent) {
        return coolingDown ? 0 : Math.max(0, concurrent - videos);
    }

    /** Returns the label of this state in the health response: cooldown, paused or in use. */
    public String label() {
        return coolingDown ? "cooldown" : paused ? "paused" : "in use";
    }
}
