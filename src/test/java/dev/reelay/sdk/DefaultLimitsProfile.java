package dev.reelay.sdk;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.quarkus.test.junit.QuarkusTestProfile;

import dev.reelay.TestDatabase;
import dev.reelay.upstream.FaultUpstream;

/** The limits as they are by default, and so many keys that no test uses up another's. */
public final class DefaultLimitsProfile implements QuarkusTestProfile {
    private static final int KEYS = 200;
    private static final AtomicInteger USED = new AtomicInteger();

    /** A key that nobody has used. */
    public static String freshKey() {
        int number = USED.incrementAndGet();
        if (number > KEYS) {
            throw new IllegalStateException("There are more tests than keys: raise their number");
        }
        return secret(number);
    }

    @Override
    public Map<String, String> getConfigOverrides() {
        return Map.of("reelay.upstream.poll-interval", "100ms", "reelay.upstream.create-timeout", "5s",
                "reelay.progress.max-lifetime", "1s");
    }

    @Override
    public List<TestResourceEntry> testResources() {
        String keys = IntStream.rangeClosed(1, KEYS).mapToObj(number -> "key" + number + ":" + secret(number))
                .collect(Collectors.joining(","));
        return List.of(
                new TestResourceEntry(TestDatabase.class, Map.of("reelay.access.keys", keys,
                        "reelay.access.creates-per-minute", "10",
                        "reelay.access.concurrent-videos", "5",
                        "reelay.access.reads-per-minute", "600")),
                new TestResourceEntry(FaultUpstream.class));
    }

    private static String secret(int number) {
        return "sk-key" + number;
    }
}
