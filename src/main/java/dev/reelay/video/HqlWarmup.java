package dev.reelay.video;

import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.hibernate.grammars.hql.HqlParser;
import org.hibernate.query.hql.internal.HqlParseTreeBuilder;

/**
 * Hibernate's parser learns the grammar of queries from what it reads: the first one takes it a tenth of a native program's
 * start. What is read while such a program is built, it has learnt for good.
 */
final class HqlWarmup {
    private HqlWarmup() {
    }

    /**
     * Reads a query as Hibernate does.
     *
     * @param query
     *        of the kind that the first callers will ask for
     * @throws ParseCancellationException
     *         when it is none
     */
    static void parse(String query) {
        HqlParser parser = HqlParseTreeBuilder.INSTANCE.buildHqlParser(query,
                HqlParseTreeBuilder.INSTANCE.buildHqlLexer(query));
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        parser.setErrorHandler(new BailErrorStrategy());
        parser.statement();
    }
}
