package dev.reelay.upstream.provider;

import java.net.URI;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** A fake of OpenRouter's video API, with the models that the catalogue names. It serves the content itself. */
public final class FakeOpenRouter extends FakeProvider {
    private static final String BASE = "/api/v1";
    private static final Object[] MODELS = { "google/veo-3.1", "google/veo-3.1-fast" };
    private static final Object[] SIZES = { "1280x720", "720x1280", "1920x1080", "1080x1920" };

    @Override
    public URI url() {
        return URI.create(super.url() + BASE);
    }

    @Override
    protected void routes(Router router) {
        router.route().handler(strict(this::checkKey));
        router.post(BASE + "/videos").handler(strict(this::create));
        router.get(BASE + "/videos/:id").handler(strict(this::status));
        router.get(BASE + "/videos/:id/content").handler(strict(this::content));
    }

    @Override
    protected String invalid(String field, String message) {
        return error(400, field + ": " + message);
    }

    @Override
    protected Refusal refused() {
        return new Refusal(403, """
                {"error":{"code":403,"message":"Your chosen model requires moderation and your input was flagged",
                 "metadata":{"reasons":["violence"],"flagged_input":"a …","provider_name":"x","model_slug":"y"}}}""");
    }

    @Override
    protected Refusal unpaid() {
        return new Refusal(402, error(402, "Insufficient credits"));
    }

    private static String error(int code, String message) {
        return "{\"error\":{\"code\":%d,\"message\":\"%s\"},\"user_id\":\"user_1\"}".formatted(code,
                message.replace("\"", "'"));
    }

    private void checkKey(RoutingContext request) {
        if (!("Bearer " + KEY).equals(request.request().getHeader("Authorization"))) {
            throw new Refusal(401, error(401, "User not found."));
        }
        request.next();
    }

    private void create(RoutingContext request) {
        JsonNode body = json(request);
        checkFields(body, Set.of("model", "prompt", "duration", "size", "frame_images", "seed", "generate_audio"));
        checkOneOf(body, "model", MODELS);
        checkOneOf(body, "duration", 4, 6, 8);
        checkOneOf(body, "size", SIZES);
        accept(request, text(body, "model"), text(body, "prompt"), body, frame(body),
                job -> answer(request, 202, job(job, "pending", "")));
    }

    private Optional<byte[]> frame(JsonNode body) {
        if (!body.has("frame_images")) {
            return Optional.empty();
        }
        JsonNode frame = body.path("frame_images").path(0);
        check(body.path("frame_images").size() == 1, "frame_images", "is no list of one image");
        checkFields(frame, Set.of("type", "frame_type", "image_url"));
        checkOneOf(frame, "type", "image_url");
        checkOneOf(frame, "frame_type", "first_frame");
        checkFields(frame.path("image_url"), Set.of("url"));
        return Optional.of(imageOf(text(frame.path("image_url"), "url"), "url"));
    }

    private void status(RoutingContext request) {
        Job job = jobOf(request);
        answer(request, 200, switch (job.poll()) {
            case RUNNING -> job(job, "in_progress", "");
            case COMPLETED -> job(job, "completed",
                    ",\"generation_id\":\"gen-%s\",\"unsigned_urls\":[\"%s/videos/%s/content?index=0\"],\"usage\":{\"cost\":0.8,\"is_byok\":false}"
                            .formatted(job.id(), url(), job.id()));
            case FAILED -> job(job, "failed", ",\"error\":\"The provider could not make the video\"");
            case MODERATED -> job(job, "failed", ",\"error\":\"The output was blocked by content moderation\"");
            case CANCELLED -> job(job, "cancelled", "");
        });
    }

    private static String job(Job job, String status, String more) {
        return "{\"id\":\"%1$s\",\"polling_url\":\"%2$s/videos/%1$s\",\"status\":\"%3$s\"%4$s}"
                .formatted(job.id(), BASE, status, more);
    }

    private void content(RoutingContext request) {
        Job job = jobOf(request);
        if (job.look() != State.COMPLETED) {
            throw new Refusal(404, error(404, "The video is not completed"));
        }
        sendBytes(request, job);
    }

    private Job jobOf(RoutingContext request) {
        return job(request.pathParam("id")).orElseThrow(() -> new Refusal(404, error(404, "Job not found")));
    }
}
