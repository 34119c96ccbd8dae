package dev.reelay.api.resources;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.dataformat.yaml.YAMLAnchorReplayingFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import dev.reelay.error.ReelayException;

/**
 * {@code GET /q/openapi}: the hand-written OpenAPI document in YAML, or in JSON if {@code ?format=json} or the header Accept
 * selects it. The OpenAPI extension of Quarkus would parse and rewrite the document at each start.
 */
// Workaround: https://github.com/quarkusio/quarkus/issues/54826; remove when Quarkus has its fix (pull request 55538),
// together with the dependency on jackson-dataformat-yaml.
@Path("/q/openapi")
public class OpenApiResource {
    private static final String YAML = "application/yaml;charset=UTF-8";
    private static final String JSON = "application/json";

    /** Holds the document. The JVM reads it at the first request, a native build reads it at build time. */
    private static final class Document {
        static final String YAML_TEXT = read();
        static final String JSON_TEXT = inJson();

        private static String read() {
            try (InputStream file = Document.class.getResourceAsStream("/META-INF/openapi.yaml")) {
                return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String inJson() {
            try {
                return new YAMLMapper(new YAMLAnchorReplayingFactory()).readTree(YAML_TEXT).toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @GET
    public Response document(@RestQuery @Nullable String format, @RestHeader(HttpHeaders.ACCEPT) @Nullable String accepted) {
        return inJson(format, accepted) ? Response.ok(Document.JSON_TEXT, JSON).build()
                : Response.ok(Document.YAML_TEXT, YAML).build();
    }

    private static boolean inJson(@Nullable String format, @Nullable String accepted) {
        if (format == null) {
            return accepted != null && accepted.contains(JSON);
        }
        if (!format.equalsIgnoreCase("json") && !format.equalsIgnoreCase("yaml")) {
            throw ReelayException.invalid("format", "Invalid value for parameter: format. Allowed: json, yaml");
        }
        return format.equalsIgnoreCase("json");
    }
}
