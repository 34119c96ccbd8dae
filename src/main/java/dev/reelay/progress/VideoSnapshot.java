package dev.reelay.progress;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import dev.reelay.video.Video;

/**
 * A video at one moment, on its way to all who want to know. What is made of it for one of them is there for all.
 */
public final class VideoSnapshot {
    /** What a form is made for is up to the callers, so their number must not be. */
    private static final int MAX_REPRESENTATIONS = 16;

    private final long id;
    private final Video video;
    private final ConcurrentMap<Object, Object> forms = new ConcurrentHashMap<>(2);

    /** @param id grows with each news of the same source: the video's version, or a position among all of an owner */
    public VideoSnapshot(long id, Video video) {
        this.id = id;
        this.video = video;
    }

    public long id() {
        return id;
    }

    public Video video() {
        return video;
    }

    /**
     * The video in a form.
     *
     * @param form names it: equal ones are made once
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
