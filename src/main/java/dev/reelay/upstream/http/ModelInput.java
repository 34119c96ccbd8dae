package dev.reelay.upstream.http;

import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.reelay.model.OfferField;
import dev.reelay.model.OfferParam;
import dev.reelay.model.VideoSize;
import dev.reelay.upstream.dialect.UpstreamCreate;

/** The input of a model whose fields depend on the model, not on the provider. */
public final class ModelInput {
    private ModelInput() {
    }

    /**
     * Returns the parameters of a create in the fields of its offer.
     *
     * @param image the reference image as the provider wants it: a data URL or the URL of an upload
     * @param usual the fields of most models of the provider; a parameter without one is sent only if the offer has a field
     */
    public static ObjectNode of(UpstreamCreate create, Optional<String> image, Map<OfferParam, String> usual) {
        ObjectNode input = JsonNodeFactory.instance.objectNode().put("prompt", create.spec().prompt());
        VideoSize size = VideoSize.of(create.spec().size());
        for (OfferParam param : OfferParam.values()) {
            field(create, param, usual).ifPresent(field -> {
                switch (param) {
                    case SECONDS -> field.formatted(create.spec().seconds()).ifPresentOrElse(
                            text -> input.put(field.name(), text),
                            () -> input.put(field.name(), Integer.parseInt(create.spec().seconds())));
                    case SIZE -> put(input, field, create.spec().size());
                    case RATIO -> put(input, field, size.ratio());
                    case RESOLUTION -> put(input, field, size.resolution());
                    case IMAGE -> image.ifPresent(url -> put(input, field, url));
                }
            });
        }
        return input;
    }

    private static Optional<OfferField> field(UpstreamCreate create, OfferParam param, Map<OfferParam, String> usual) {
        Optional<OfferField> own = create.offer().fields().get(param);
        return own != null ? own
                : Optional.ofNullable(usual.get(param)).map(name -> new OfferField(name, Optional.empty()));
    }

    private static void put(ObjectNode input, OfferField field, String text) {
        input.put(field.name(), field.formatted(text).orElse(text));
    }
}
