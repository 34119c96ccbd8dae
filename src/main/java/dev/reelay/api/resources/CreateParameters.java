package dev.reelay.api.resources;

import java.math.BigDecimal;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.api.upload.CreateVideoFields;
import dev.reelay.api.wire.ResponseFormat;
import dev.reelay.error.ErrorCode;
import dev.reelay.error.ReelayException;
import dev.reelay.model.ModelCheck;
import dev.reelay.video.VideoSpec;
import dev.reelay.webhook.WebhookUrls;

/** Checks the fields of a create that depend on this installation: on its models, and on the URLs that it allows. */
@ApplicationScoped
class CreateParameters {
    private final ModelCheck models;
    private final WebhookUrls urls;

    CreateParameters(ModelCheck models, WebhookUrls urls) {
        this.models = models;
        this.urls = urls;
    }

    /** Returns the valid parameters. The base contract has no code of its own for an unknown model (contract 7). */
    VideoSpec spec(CreateVideoFields form, RoutingContext request) {
        try {
            return models.permitted(AuthenticationFilter.modelsOf(request)).check(form.text("prompt"), form.text("model"),
                    form.text("size"), form.text("seconds"),
                    form.hasImage(), form.options());
        } catch (ReelayException invalid) {
            ReelayException e = form.explain(invalid);
            throw e.code() == ErrorCode.MODEL_NOT_FOUND && !ResponseFormat.isOpenAi(request.request().headers())
                    ? ReelayException.invalid("model", e.getMessage())
                    : e;
        }
    }

    /** Returns what the video will cost, in USD; empty if its model has no price. */
    Optional<BigDecimal> price(VideoSpec spec) {
        return models.find(spec.model()).price(spec.seconds());
    }

    /** Returns the URL for the events of the video; fails with {@link ErrorCode#INVALID_REQUEST} if no event may go there. */
    Uni<Optional<String>> webhookUrl(CreateVideoFields form) {
        return form.webhookUrl().map(url -> urls.check(CreateVideoFields.WEBHOOK_URL, url).map(Optional::of))
                .orElse(Uni.createFrom().item(Optional.empty()));
    }
}
