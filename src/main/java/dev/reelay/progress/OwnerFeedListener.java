package dev.reelay.progress;

/** Subscriber to an owner's feed. It is called on its own event loop and must not block. */
public interface OwnerFeedListener {
    /** Receives the latest page. A subscriber whose position differs from {@link FeedPage#from()} must read the gap itself. */
    void onPage(FeedPage batch);

    /**
     * Called if the database lost changes that the subscriber may have received, because a copy of it took over. Later
     * changes may have positions of lost ones, so the subscriber must start again with the first page.
     */
    void onRewind();
}
