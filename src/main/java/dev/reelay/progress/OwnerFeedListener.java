package dev.reelay.progress;

/** Follows the videos of an owner; is told on its own event loop, and has to return at once. */
public interface OwnerFeedListener {
    /** These came last. Where they do not begin at what the reader has, it reads on by itself. */
    void onPage(FeedPage batch);
}
