package dev.reelay.upstream.dialect.sora;

import java.util.Optional;

import org.jboss.resteasy.reactive.client.api.ClientMultipartForm;

import dev.reelay.model.Offer;
import dev.reelay.video.ReferenceImage;
import dev.reelay.video.VideoSpec;

/** The form of a create (contract 3). */
final class SoraForm {
    private SoraForm() {
    }

    /** Returns the form. The HTTP client reads the image from its file while it sends the form. */
    static ClientMultipartForm of(Offer offer, VideoSpec spec, Optional<ReferenceImage> image) {
        ClientMultipartForm form = ClientMultipartForm.create()
                .attribute("prompt", spec.prompt(), null)
                .attribute("model", offer.model(), null)
                .attribute("size", spec.size(), null)
                .attribute("seconds", spec.seconds(), null);
        image.ifPresent(given -> form.binaryFileUpload("input_reference", given.type().fileName(), given.file().toString(),
                given.type().mediaType()));
        return form;
    }
}
