package dev.reelay.chaos;

import static dev.reelay.chaos.Story.OWNER;
import static dev.reelay.chaos.Story.PRICE;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.reelay.chaos.Books.Sum;
import dev.reelay.chaos.Forgeries.Forgery;

/** The judge accepts a history with faults, and finds each forgery by the one rule that it breaks. */
class JudgeTest {
    @Test
    void trueHistoryBreaksNoRule() {
        assertThat(Judge.judge(TrueStory.tell().evidence())).isEmpty();
    }

    static List<Forgery> forgeries() {
        return Forgeries.all();
    }

    @ParameterizedTest
    @MethodSource("forgeries")
    void forgeryIsFoundByItsRuleOnly(Forgery forgery) {
        Story story = TrueStory.tell();

        forgery.forger().accept(story);

        assertThat(rules(story.evidence())).containsExactly(forgery.rule());
    }

    @Test
    void sumsThatAreNotThoseOfTheLedgerAreFound() {
        Sum sum = new Sum(OWNER, 4, PRICE, BigDecimal.ZERO);

        assertThat(rules(TrueStory.tell().evidence(List.of(sum)))).containsExactly("the ledger is exact");
    }

    @Test
    void eachRuleHasAForgery() {
        assertThat(forgeries().stream().map(Forgery::rule).collect(toSet()))
                .isEqualTo(Judge.RULES.stream().map(Rule::name).collect(toSet()));
    }

    @Test
    void writtenHistoryIsReadAgain(@TempDir Path folder) throws IOException {
        Story story = TrueStory.tell();
        try (History history = new History(folder)) {
            story.notes.forEach(history::add);
        }
        story.evidence().books().write(folder);

        assertThat(History.read(folder)).isEqualTo(story.notes);
        assertThat(Books.read(folder)).isEqualTo(story.evidence().books());
    }

    private static Set<String> rules(Evidence evidence) {
        return Judge.judge(evidence).stream().map(Violation::rule).collect(toSet());
    }
}
