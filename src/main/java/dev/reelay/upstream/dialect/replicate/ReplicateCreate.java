package dev.reelay.upstream.dialect.replicate;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.smallrye.mutiny.Uni;

import dev.reelay.model.OfferParam;
import dev.reelay.model.ProviderOptions;
import dev.reelay.upstream.dialect.Account;
import dev.reelay.upstream.dialect.NotSubmittedException;
import dev.reelay.upstream.dialect.UpstreamCreate;
import dev.reelay.upstream.dialect.UpstreamResponse;
import dev.reelay.upstream.http.JsonImage;
import dev.reelay.upstream.http.ModelInput;
import dev.reelay.upstream.http.Preparation;
import dev.reelay.upstream.http.ProviderClient;
import dev.reelay.upstream.http.ProviderJson;
import dev.reelay.upstream.http.ProviderRequest;
import dev.reelay.upstream.http.RequestBody;
import dev.reelay.video.ReferenceImage;

/**
 * Sends creates. The endpoint takes each model by its name, or by name and version. A small reference image is a data URL
 * within
 * the JSON, and a larger one is uploaded first.
 */
final class ReplicateCreate {
    /** Replicate takes a data URL of 256 KB. This is the length of the image in it, with some room for the rest of the URL. */
    private static final long LONGEST_INLINE = 256_000 / 4 * 3 - 1000;
    private static final Map<OfferParam, String> USUAL_FIELDS = Map.of(OfferParam.SECONDS, "duration",
            OfferParam.RATIO, "aspect_ratio", OfferParam.RESOLUTION, "resolution", OfferParam.IMAGE, "image");

    private final ProviderClient client;

    ReplicateCreate(ProviderClient client) {
        this.client = client;
    }

    static Map<String, String> key(Account account) {
        return Map.of("Authorization", "Bearer " + account.apiKey());
    }

    Uni<UpstreamResponse> send(Account account, UpstreamCreate create) {
        if (create.image().isEmpty()) {
            return create(account, RequestBody.json(body(create, Optional.empty())));
        }
        ReferenceImage image = create.image().get();
        return client.length(image).chain(length -> length <= LONGEST_INLINE ? sendInline(account, create, image)
                : Preparation.then(account, upload(account, image), file -> create(account,
                        RequestBody.json(body(create, Optional.of(urlOf(file)))))));
    }

    private Uni<UpstreamResponse> sendInline(Account account, UpstreamCreate create, ReferenceImage image) {
        JsonImage placed = JsonImage.of(image);
        return create(account, RequestBody.json(body(create, Optional.of(placed.dataUrl())), Optional.of(placed)));
    }

    private Uni<UpstreamResponse> create(Account account, RequestBody body) {
        return client.send(account, ProviderRequest.post(URI.create(account.url() + "/predictions"), key(account), body));
    }

    private Uni<UpstreamResponse> upload(Account account, ReferenceImage image) {
        return client.send(account, ProviderRequest.post(URI.create(account.url() + "/files"), key(account),
                RequestBody.form(Map.of(), "content", Optional.of(image))));
    }

    private static String urlOf(UpstreamResponse file) {
        return ProviderJson.url(ProviderJson.parse(file.body()).path("urls").path("get")).map(URI::toString)
                .orElseThrow(() -> new NotSubmittedException("the response to the upload has no URL"));
    }

    private static ObjectNode body(UpstreamCreate create, Optional<String> image) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("version", create.model());
        ObjectNode input = ModelInput.of(create, image, USUAL_FIELDS);
        ProviderOptions.addTo(input, create.spec().options(), "replicate");
        body.set("input", input);
        return body;
    }
}
