package dev.reelay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;

import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.hibernate.grammars.hql.HqlParser;
import org.hibernate.query.hql.internal.HqlParseTreeBuilder;
import org.junit.jupiter.api.Test;

class HqlWarmupTest {
    private static final String QUERY = "from Video where owner = :owner order by createdAt desc, id desc";

    @Test
    void secondParserReusesCacheOfTheFirst() {
        HqlWarmup.parse(QUERY);
        int known = states();

        HqlWarmup.parse(QUERY);

        assertThat(known).isPositive().isEqualTo(states());
    }

    @Test
    void invalidQueryFails() {
        assertThatThrownBy(() -> HqlWarmup.parse("from Video where )")).isInstanceOf(ParseCancellationException.class);
    }

    private static int states() {
        HqlParser parser = HqlParseTreeBuilder.INSTANCE.buildHqlParser("", HqlParseTreeBuilder.INSTANCE.buildHqlLexer(""));
        return Arrays.stream(parser.getInterpreter().decisionToDFA).mapToInt(decision -> decision.states.size()).sum();
    }
}
