package dev.reelay.async;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;

class BatchedReadsTest {
    private final List<Set<String>> read = new ArrayList<>();
    private final List<UniEmitter<? super Map<String, String>>> responses = new ArrayList<>();
    private final BatchedReads<String, String> reads = new BatchedReads<>(this::read, 2, 3);

    @Test
    void firstRequestsAreReadAtOnce() {
        get("a");
        get("b");

        assertThat(read).containsExactly(Set.of("a"), Set.of("b"));
    }

    @Test
    void requestsDuringReadsShareTheNextOnes() {
        get("a");
        get("b");
        List<CompletableFuture<Optional<String>>> later = List.of(get("c"), get("d"), get("e"), get("f"));
        assertThat(read).hasSize(2);

        answer(0);
        answer(1);

        assertThat(read).hasSize(4).endsWith(Set.of("c", "d", "e"), Set.of("f"));
        answer(2);
        answer(3);
        assertThat(later).extracting(CompletableFuture::join).containsExactly(Optional.of("C"), Optional.of("D"),
                Optional.of("E"), Optional.of("F"));
    }

    /** The running read may not see what the second request wants to see. */
    @Test
    void requestDuringTheReadOfItsKeyGetsAReadOfItsOwn() {
        CompletableFuture<Optional<String>> first = get("a");
        CompletableFuture<Optional<String>> second = get("a");
        answer(0);

        assertThat(first).isCompleted();
        assertThat(second).isNotDone();
        answer(1);
        assertThat(second).isCompleted();
    }

    @Test
    void requestsThatWaitForOneKeyShareItsRead() {
        get("a");
        get("b");
        CompletableFuture<Optional<String>> one = get("c");
        CompletableFuture<Optional<String>> other = get("c");
        answer(0);
        answer(2);

        assertThat(one.join()).contains("C").isEqualTo(other.join());
        assertThat(read).hasSize(3);
    }

    @Test
    void urgentKeysAreReadFirst() {
        get("a");
        get("b");
        List.of("c", "d", "e").forEach(this::get);
        CompletableFuture<Optional<String>> waiting = get("f");
        CompletableFuture<Optional<String>> urgent = reads.getSoon("f").toCompletableFuture();
        CompletableFuture<Optional<String>> again = get("f");
        reads.getSoon("g");
        answer(0);

        assertThat(read).endsWith(Set.of("f", "g", "c"));
        answer(2);
        assertThat(List.of(waiting, urgent, again)).extracting(CompletableFuture::join).containsOnly(Optional.of("F"));
    }

    @Test
    void missingValueIsEmpty() {
        CompletableFuture<Optional<String>> value = get("a");
        responses.get(0).complete(Map.of());

        assertThat(value.join()).isEmpty();
    }

    @Test
    void failedReadFailsItsRequestsOnly() {
        CompletableFuture<Optional<String>> failed = get("a");
        get("b");
        CompletableFuture<Optional<String>> next = get("c");
        responses.get(0).fail(new IllegalStateException("no database"));

        assertThat(failed).isCompletedExceptionally();
        answer(2);
        assertThat(next.join()).contains("C");
    }

    private CompletableFuture<Optional<String>> get(String key) {
        return reads.get(key).toCompletableFuture();
    }

    private void answer(int number) {
        responses.get(number).complete(read.get(number).stream().collect(Collectors.toMap(key -> key, String::toUpperCase)));
    }

    private Uni<Map<String, String>> read(Set<String> keys) {
        read.add(Set.copyOf(keys));
        return Uni.createFrom().emitter(responses::add);
    }
}
