package dev.reelay.upstream.dialect.runway;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.mutiny.Uni;

import dev.reelay.model.ProviderOptions;
import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.NotSubmittedException;
import dev.reelay.upstream.dialect.UpstreamCreate;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.http.JsonImage;
import dev.reelay.upstream.http.Preparation;
import dev.reelay.upstream.http.ProviderClient;
import dev.reelay.upstream.http.ProviderJson;
import dev.reelay.upstream.http.ProviderRequest;
import dev.reelay.upstream.http.RequestBody;
import dev.reelay.video.ReferenceImage;

/**
 * Sends creates. A small reference image is a data URL within the JSON. A larger one is uploaded to a storage first, at an
 * address with a signature that Runway names.
 */
final class RunwayCreate {
    /** Runway takes a data URL of 5 MB. This is the length of the image in it, with some room for the rest of the URL. */
    private static final long LONGEST_INLINE = 5_000_000 / 4 * 3 - 1000;

    private final ProviderClient client;

    RunwayCreate(ProviderClient client) {
        this.client = client;
    }

    /** Returns the headers of each request to Runway itself, with the account's key. */
    static Map<String, String> headers(Account account) {
        return Map.of("Authorization", "Bearer " + account.apiKey(), "X-Runway-Version", "2024-11-06");
    }

    Uni<UpstreamResponse> send(Account account, UpstreamCreate create) {
        if (create.image().isEmpty()) {
            return post(account, "/v1/text_to_video", RequestBody.json(body(create)));
        }
        ReferenceImage image = create.image().get();
        return client.length(image).chain(length -> length <= LONGEST_INLINE ? sendInline(account, create, image)
                : Preparation.then(account, upload(account, image), slot -> sendUploaded(account, create, slot)));
    }

    private Uni<UpstreamResponse> sendInline(Account account, UpstreamCreate create, ReferenceImage image) {
        JsonImage placed = JsonImage.of(image);
        return post(account, "/v1/image_to_video",
                RequestBody.json(body(create).put("promptImage", placed.dataUrl()), Optional.of(placed)));
    }

    private Uni<UpstreamResponse> sendUploaded(Account account, UpstreamCreate create, UpstreamResponse slot) {
        String uri = ProviderJson.parse(slot.body()).path("runwayUri").asText("");
        return post(account, "/v1/image_to_video", RequestBody.json(body(create).put("promptImage", uri)));
    }

    /** Returns the response that names the place of the upload, after the upload. */
    private Uni<UpstreamResponse> upload(Account account, ReferenceImage image) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("filename", image.type().fileName())
                .put("type", "ephemeral");
        return post(account, "/v1/uploads", RequestBody.json(body))
                .chain(slot -> Preparation.isSuccess(slot) ? store(account, ProviderJson.parse(slot.body()), image)
                        .replaceWith(slot) : Uni.createFrom().item(slot));
    }

    /** Sends an image to the storage, without the key. The storage's errors say nothing about the account. */
    private Uni<UpstreamResponse> store(Account account, JsonNode slot, ReferenceImage image) {
        Optional<URI> storage = ProviderJson.url(slot.path("uploadUrl"));
        if (storage.isEmpty() || slot.path("runwayUri").asText("").isEmpty()) {
            throw new NotSubmittedException("the response to the upload has no address");
        }
        Map<String, String> fields = new LinkedHashMap<>();
        slot.path("fields").fields().forEachRemaining(field -> fields.put(field.getKey(), field.getValue().asText()));
        return client
                .send(account,
                        ProviderRequest.post(storage.get(), Map.of(), RequestBody.form(fields, "file", Optional.of(image))))
                .invoke(stored -> {
                    if (!Preparation.isSuccess(stored)) {
                        throw new NotSubmittedException("the storage of the upload answered HTTP " + stored.status());
                    }
                });
    }

    private Uni<UpstreamResponse> post(Account account, String path, RequestBody body) {
        return client.send(account, ProviderRequest.post(URI.create(account.url() + path), headers(account), body));
    }

    private static ObjectNode body(UpstreamCreate create) {
        ObjectNode body = JsonNodeFactory.instance.objectNode()
                .put("model", create.model())
                .put("promptText", create.spec().prompt())
                .put("ratio", create.spec().size().replace('x', ':'))
                .put("duration", Integer.parseInt(create.spec().seconds()));
        ProviderOptions.addTo(body, create.spec().options(), "runway");
        return body;
    }
}
