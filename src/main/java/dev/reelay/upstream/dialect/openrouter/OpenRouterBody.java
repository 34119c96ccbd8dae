package dev.reelay.upstream.dialect.openrouter;

import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.reelay.model.ProviderOptions;
import dev.reelay.upstream.dialect.UpstreamCreate;
import dev.reelay.upstream.http.JsonImage;
import dev.reelay.upstream.http.RequestBody;

/** The body of a create. The reference image is the first frame. */
final class OpenRouterBody {
    private OpenRouterBody() {
    }

    static RequestBody of(UpstreamCreate create) {
        Optional<JsonImage> image = create.image().map(JsonImage::of);
        ObjectNode body = JsonNodeFactory.instance.objectNode()
                .put("model", create.model())
                .put("prompt", create.spec().prompt())
                .put("duration", Integer.parseInt(create.spec().seconds()))
                .put("size", create.spec().size());
        image.ifPresent(given -> body.putArray("frame_images").addObject()
                .put("type", "image_url").put("frame_type", "first_frame")
                .putObject("image_url").put("url", given.dataUrl()));
        ProviderOptions.addTo(body, create.spec().options(), "openrouter");
        return RequestBody.json(body, image);
    }
}
