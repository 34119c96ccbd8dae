package dev.reelay.chaos;

import java.util.stream.Stream;

import dev.reelay.chaos.Books.Purchase;
import dev.reelay.chaos.Note.Action;
import dev.reelay.chaos.Note.Received;

/** The rules about downloads. */
final class ContentRules {
    private ContentRules() {
    }

    /** Each byte is the upstream's, and half a file never looks whole. */
    static Stream<String> bytesAreTheUpstreams(Evidence evidence) {
        return evidence.calls(Action.DOWNLOAD).flatMap(call -> call.received().stream()
                .filter(part -> !isTrue(evidence, call, part))
                .map(part -> "%s of %s is not what was sold: %s".formatted(part, call.sent(),
                        evidence.purchases(evidence.prompt(call.sent().video())))));
    }

    private static boolean isTrue(Evidence evidence, Call call, Received part) {
        return evidence.purchases(evidence.prompt(call.sent().video())).stream().map(Purchase::id).map(Footage::of)
                .anyMatch(bytes -> (part.total() < 0 || part.total() == bytes.length)
                        && part.first() + part.count() <= bytes.length
                        && (!call.isWhole() || part.first() + part.count() == bytes.length)
                        && Footage.sha256(bytes, part.first(), part.count()).equals(part.sha256()));
    }
}
