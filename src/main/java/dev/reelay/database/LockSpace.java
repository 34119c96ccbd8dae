package dev.reelay.database;

/**
 * The spaces of PostgreSQL's advisory locks. A space is the seed of {@code hashtextextended(name, seed)}, so that locks on
 * equal names in two spaces do not meet. All nodes use the same numbers, old versions included: never change one.
 */
public enum LockSpace {
    /** The creates of one owner, one after the other; {@code V25__create_counts.sql} takes it. */
    OWNER_CREATES(1),
    /** One idempotency key of an owner; {@code V25__create_counts.sql} takes it. */
    IDEMPOTENCY_KEY(2),
    /**
     * The visible changes of one owner's videos; the triggers in {@code V6__feed.sql} and {@code V14__deletions.sql} take it.
     */
    OWNER_CHANGES(3),
    /** The deletion of old rows of one table. */
    RETENTION(4),
    /** The number of an owner's webhook endpoints. */
    WEBHOOK_ENDPOINTS(5),
    /** The claims of webhook deliveries, one after the other. */
    WEBHOOK_CLAIMS(6);

    private final int seed;

    LockSpace(int seed) {
        this.seed = seed;
    }

    /**
     * Returns the SQL expression of the lock's key.
     *
     * @param name an SQL expression with the name in this space, such as {@code :owner}
     */
    public String key(String name) {
        return "hashtextextended(%s, %d)".formatted(name, seed);
    }
}
