package dev.reelay.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class VideoSnapshotTest {
    private final VideoSnapshot news = new VideoSnapshot(1, Videos.RUNNING);
    private final List<Object> made = new ArrayList<>();

    @Test
    void equalRepresentationsAreRenderedOnce() {
        Object first = as("json");
        Object second = as(new String("json"));

        assertThat(second).isSameAs(first);
        assertThat(made).hasSize(1);
    }

    @Test
    void representationsBeyondTheLimitAreNotCached() {
        IntStream.range(0, 1000).forEach(this::as);
        int before = made.size();
        IntStream.range(0, 1000).forEach(this::as);

        assertThat(made.size() - before).isBetween(980, 999);
    }

    private Object as(Object form) {
        return news.rendered(form, Object.class, known -> {
            Object result = new Object();
            made.add(result);
            return result;
        });
    }
}
