package dev.reelay.video;

/**
 * How much of a video is done.
 *
 * @param percent 0 to 100
 * @param estimated true if the upstream states no progress, and the percentage comes from how long its model took lately
 */
public record Progress(int percent, boolean estimated) {
    public static final Progress NONE = new Progress(0, false);
    static final Progress COMPLETE = new Progress(100, false);

    /** An upstream's 100 percent is not the end yet. */
    private static final int MOST_STATED = 99;
    /** Above this an estimate would claim that the end is near, which it cannot know. */
    private static final int MOST_ESTIMATED = 95;

    /** Returns the progress that the upstream states. */
    public static Progress stated(int percent) {
        return new Progress(Math.min(percent, MOST_STATED), false);
    }

    /**
     * Returns the progress of a video by the time that it has taken, in milliseconds.
     *
     * @param typical the time that the videos of its model took lately, greater than 0
     */
    public static Progress estimate(long elapsed, long typical) {
        return new Progress((int) Math.min(Math.max(0, elapsed) * 100 / typical, MOST_ESTIMATED), true);
    }
}
