package dev.reelay.store;

import org.antlr.v4.runtime.BailErrorStrategy;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.hibernate.grammars.hql.HqlParser;
import org.hibernate.query.hql.internal.HqlParseTreeBuilder;

/**
 * Warms up Hibernate's query parser, which caches its decisions on the grammar. Queries parsed during the native build fill
 * the cache of the executable. Without it, the first list of videos took a native program 20 ms, nearly all of it in the
 * parser; the complete start takes 72 to 92 ms ({@code docs/performance.md}), and {@code StartBench} fails above 100 ms.
 */
final class HqlWarmup {
    private HqlWarmup() {
    }

    /**
     * Parses a query in the way that Hibernate does.
     *
     * @param query
     *        an HQL query that resembles those of the first requests
     * @throws ParseCancellationException
     *         if the query is invalid
     */
    static void parse(String query) {
        HqlParser parser = HqlParseTreeBuilder.INSTANCE.buildHqlParser(query,
                HqlParseTreeBuilder.INSTANCE.buildHqlLexer(query));
        parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
        parser.setErrorHandler(new BailErrorStrategy());
        parser.statement();
    }
}
