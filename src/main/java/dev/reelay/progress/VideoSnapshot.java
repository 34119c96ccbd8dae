package dev.reelay.progress;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import dev.reelay.video.Video;

/**
 * A video at one moment, shared by all subscribers. It caches each representation, so that a representation is rendered once
 * for all of them.
 */
public final class VideoSnapshot implements FeedChange {
    /** Limits the cache, because its keys depend on request headers. */
    private static final int MAX_REPRESENTATIONS = 16;

    private final long id;
    private final Video video;
    private final ConcurrentMap<Object, Object> forms = new ConcurrentHashMap<>(2);

    /** @param id id of the event, which grows with each change: the video's version, or its position in the owner's feed */
    public VideoSnapshot(long id, Video video) {
        this.id = id;
        this.video = video;
    }

    @Override
    public long id() {
        return id;
    }

    public Video video() {
        return video;
    }

    /**
     * Returns a representation of the video, from the cache if possible.
     *
     * @param form key of the representation in the cache
     * @param make renders the representation; concurrent calls may render it more than once
     */
    public <F> F rendered(Object form, Class<F> type, Function<VideoSnapshot, F> make) {
        Object made = forms.get(form);
        if (made == null) {
            made = make.apply(this);
            if (forms.size() < MAX_REPRESENTATIONS) {
                forms.put(form, made);
            }
        }
        return type.cast(made);
    }
}
