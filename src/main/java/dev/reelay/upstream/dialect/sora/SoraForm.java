package dev.reelay.upstream.dialect.sora;

import org.jboss.resteasy.reactive.client.api.ClientMultipartForm;

import com.fasterxml.jackson.databind.JsonNode;

import dev.reelay.model.ProviderOptions;
import dev.reelay.upstream.dialect.UpstreamCreate;

/** The form of a create (contract 3). */
final class SoraForm {
    private SoraForm() {
    }

    /** Returns the form. The HTTP client reads the image from its file while it sends the form. */
    static ClientMultipartForm of(UpstreamCreate create) {
        ClientMultipartForm form = ClientMultipartForm.create()
                .attribute("prompt", create.spec().prompt(), null)
                .attribute("model", create.model(), null)
                .attribute("size", create.spec().size(), null)
                .attribute("seconds", create.spec().seconds(), null);
        create.image()
                .ifPresent(given -> form.binaryFileUpload("input_reference", given.type().fileName(), given.file().toString(),
                        given.type().mediaType()));
        ProviderOptions.of(create.spec().options(), "sora").properties()
                .forEach(option -> form.attribute(option.getKey(), text(option.getValue()), null));
        return form;
    }

    /** Returns the text of a field: a form has no types. */
    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asText() : value.toString();
    }
}
