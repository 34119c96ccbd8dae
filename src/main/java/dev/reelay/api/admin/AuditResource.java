package dev.reelay.api.admin;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;

import dev.reelay.access.ApiKey;
import dev.reelay.access.issued.AuditEntry.Action;
import dev.reelay.access.issued.AuditStore;
import dev.reelay.api.http.ApiPaths;
import dev.reelay.api.http.PageParams;
import dev.reelay.api.wire.BodyFields;
import dev.reelay.api.wire.PageBody;

/** Lists what administrators did. */
@Path(ApiPaths.ADMIN_AUDIT)
@Produces(MediaType.APPLICATION_JSON)
class AuditResource {
    private final AuditStore audit;

    AuditResource(AuditStore audit) {
        this.audit = audit;
    }

    @GET
    public Uni<PageBody> list(@RestQuery @Nullable String limit, @RestQuery @Nullable String after,
            @RestQuery @Nullable String action, @RestQuery @Nullable String key) {
        int size = PageParams.limit(limit);
        Optional<Action> wanted = Optional.ofNullable(action)
                .map(word -> Action.parse(word).orElseThrow(AuditResource::invalidAction));
        Optional<String> subject = Optional.ofNullable(key);
        if (subject.filter(id -> !ApiKey.isId(id)).isPresent()) {
            throw BodyFields.invalid("key", "the id of a key");
        }
        return audit.list(wanted, subject, Optional.ofNullable(after), size + 1)
                .map(found -> PageBody.first(size, found.stream().map(AuditEntryBody::of).toList(), AuditEntryBody::id));
    }

    private static RuntimeException invalidAction() {
        return BodyFields.invalid("action",
                Arrays.stream(Action.values()).map(Action::wireName).collect(Collectors.joining(", ")));
    }
}
