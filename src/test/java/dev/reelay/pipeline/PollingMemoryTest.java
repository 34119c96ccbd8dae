package dev.reelay.pipeline;

import static dev.reelay.testing.Api.as;
import static dev.reelay.testing.Api.create;
import static dev.reelay.testing.TestDatabase.ALICE;
import static dev.reelay.testing.Waits.await;
import static dev.reelay.upstream.FaultUpstream.running;
import static dev.reelay.upstream.FaultUpstream.script;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;

import dev.reelay.pipeline.PollingMemoryTest.WithoutPause;
import dev.reelay.upstream.FaultUpstream.Script;
import dev.reelay.upstream.FaultyUpstreamProfile;

/** A long video is polled thousands of times; a completed poll must not keep memory. */
@Tag("endurance")
@QuarkusTest
@TestProfile(WithoutPause.class)
class PollingMemoryTest {
    private static final int WARM = 500;
    private static final int POLLS = 5000;
    private static final long ALLOWED_GROWTH = 3 * 1024 * 1024;

    private final Script upstream = script("a dog that never ends");

    public static final class WithoutPause implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            Map<String, String> settings = new HashMap<>(new FaultyUpstreamProfile().getConfigOverrides());
            settings.putAll(Map.of("reelay.upstream.poll-interval", "1ms", "reelay.pipeline.deadline", "1h"));
            return settings;
        }

        @Override
        public List<TestResourceEntry> testResources() {
            return new FaultyUpstreamProfile().testResources();
        }
    }

    @Test
    void manyPollsOfOneVideoKeepMemoryFlat() {
        upstream.status(running(10));
        String id = create(ALICE, "a dog that never ends");

        awaitPolls(WARM);
        long before = usedHeap();
        awaitPolls(POLLS);
        long after = usedHeap();

        System.out.printf("Heap after %d polls: %d KB, after %d: %d KB%n", WARM, before / 1024, POLLS, after / 1024);
        assertThat(after - before).isLessThan(ALLOWED_GROWTH);
        upstream.status(running(20)); // a last change of the progress before the cancel
        as(ALICE).post("/v1/videos/" + id + "/cancel").then().statusCode(200);
    }

    private void awaitPolls(int count) {
        await().until(() -> upstream.statusRequests() >= count);
    }

    private static long usedHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
