package dev.reelay.progress;

/** The last change of one video in its owner's feed: its state, or that it is gone. */
public sealed interface FeedChange permits VideoSnapshot, DeletedVideo {
    /** Returns the id of the event, which grows with each change in the feed. */
    long id();
}
