package dev.reelay.api.admin;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.json.JsonObject;

import dev.reelay.access.issued.AuditEntry;

/** The JSON body of an entry of the audit; {@link AuditEntry} explains the fields. */
@RegisterForReflection
record AuditEntryBody(
        @JsonProperty("id") String id,
        @JsonProperty("object") String object,
        @JsonProperty("created_at") long createdAt,
        @JsonProperty("admin") String admin,
        @JsonProperty("action") String action,
        @JsonProperty("subject") String subject,
        @JsonProperty("address") String address,
        @JsonProperty("before") @Nullable Map<String, Object> before,
        @JsonProperty("after") @Nullable Map<String, Object> after) {

    static AuditEntryBody of(AuditEntry entry) {
        return new AuditEntryBody(entry.id(), "audit_entry", entry.created().getEpochSecond(), entry.admin().name(),
                entry.action().wireName(), entry.subject(), entry.admin().address(),
                entry.before().map(JsonObject::getMap).orElse(null), entry.after().map(JsonObject::getMap).orElse(null));
    }
}
