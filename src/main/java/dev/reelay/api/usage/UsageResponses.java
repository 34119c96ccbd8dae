package dev.reelay.api.usage;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

import io.netty.handler.codec.http.QueryStringEncoder;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.http.AcceptHeader;
import dev.reelay.error.ReelayException;
import dev.reelay.usage.UsageGroup;
import dev.reelay.usage.UsageStore;

/** Makes responses with a page of usage, as JSON or CSV. */
@ApplicationScoped
class UsageResponses {
    static final String CSV = "text/csv";

    private final UsageStore store;

    UsageResponses(UsageStore store) {
        this.store = store;
    }

    /**
     * Returns the page that the request asks for.
     *
     * @param groups what the caller may group by
     * @param filters what the caller may filter by
     * @param own the values that groups must have, whatever the request says
     * @return fails with {@link ReelayException} for an invalid parameter
     */
    Uni<Response> respond(RoutingContext request, Set<UsageGroup> groups, Set<UsageGroup> filters,
            Map<UsageGroup, String> own) {
        return Uni.createFrom().deferred(() -> {
            String type = AcceptHeader.of(request.request().headers().getAll(HttpHeaders.ACCEPT))
                    .preferred(MediaType.APPLICATION_JSON, CSV).orElseThrow(NotAcceptableException::new);
            UsageParams params = new UsageParams(request.queryParams(), groups);
            var only = params.filters(filters);
            only.putAll(own);
            var query = params.query(Instant.now(), only);
            return store.sums(query.withLimit(query.limit() + 1)).map(found -> UsagePage.of(query, found))
                    .map(page -> type.equals(CSV) ? csv(page, request) : Response.ok(UsageBody.of(page), type).build());
        });
    }

    /** CSV has no place for the cursor of the next page, so the header {@code Link} (RFC 8288) has it. */
    private static Response csv(UsagePage page, RoutingContext request) {
        Response.ResponseBuilder response = Response.ok(UsageCsv.of(page), CSV + ";charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"usage.csv\"");
        page.next().ifPresent(cursor -> response.header("Link", "<%s>; rel=\"next\"".formatted(nextUri(request, cursor))));
        return response.build();
    }

    private static String nextUri(RoutingContext request, String cursor) {
        QueryStringEncoder uri = new QueryStringEncoder(request.normalizedPath());
        request.queryParams().forEach((name, value) -> {
            if (!name.equals("after")) {
                uri.addParam(name, value);
            }
        });
        uri.addParam("after", cursor);
        return uri.toString();
    }
}
