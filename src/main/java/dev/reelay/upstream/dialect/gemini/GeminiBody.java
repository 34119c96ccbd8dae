package dev.reelay.upstream.dialect.gemini;

import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.reelay.model.ProviderOptions;
import dev.reelay.model.VideoSize;
import dev.reelay.upstream.dialect.UpstreamCreate;
import dev.reelay.upstream.http.JsonImage;
import dev.reelay.upstream.http.RequestBody;

/** The body of a create: one instance, and parameters. The image is the first frame, and Veo takes no URL for it. */
final class GeminiBody {
    private GeminiBody() {
    }

    static RequestBody of(UpstreamCreate create) {
        Optional<JsonImage> image = create.image().map(JsonImage::of);
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode instance = body.putArray("instances").addObject().put("prompt", create.spec().prompt());
        image.ifPresent(given -> instance.putObject("image").put("bytesBase64Encoded", given.base64())
                .put("mimeType", given.image().type().mediaType()));
        VideoSize size = VideoSize.of(create.spec().size());
        body.putObject("parameters").put("aspectRatio", size.ratio()).put("resolution", size.resolution())
                .put("durationSeconds", Integer.parseInt(create.spec().seconds()));
        ProviderOptions.addTo(body, create.spec().options(), "gemini");
        return RequestBody.json(body, image);
    }
}
