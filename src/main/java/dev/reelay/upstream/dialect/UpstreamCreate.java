package dev.reelay.upstream.dialect;

import java.util.Optional;

import dev.reelay.model.Offer;
import dev.reelay.video.ReferenceImage;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoSpec;

/**
 * A create for an upstream.
 *
 * @param id the gateway's id of the video, to be sent as the idempotency key if the provider has one
 * @param offer how the upstream calls the model, and where it expects the parameters
 * @param spec the parameters; the catalogue has this size and length for the model
 * @param image the reference image; never present for a model that takes none
 */
public record UpstreamCreate(VideoId id, Offer offer, VideoSpec spec, Optional<ReferenceImage> image) {
    /** Returns the name of the model at the upstream. */
    public String model() {
        return offer.modelFor(image.isPresent());
    }
}
