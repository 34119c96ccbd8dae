package dev.reelay.upstream.dialect.sora;

import org.jboss.resteasy.reactive.client.api.ClientMultipartForm;

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
        return form;
    }
}
