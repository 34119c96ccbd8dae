package dev.reelay.upstream.provider;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/**
 * A fake of Azure's video API, which has OpenAI's wire format, another header for the key, and a query on each request. It does
 * not compare the size of an image with that of the video.
 */
public final class FakeAzure extends FakeProvider {
    private static final String VIDEOS = "/openai/v1/videos";
    private static final Set<String> FIELDS = Set.of("model", "prompt", "size", "seconds");
    private static final Set<String> IMAGES = Set.of("image/png", "image/jpeg", "image/webp");
    private static final long LIFE = 86_400;

    /** Returns the URL without {@code /v1}, as an account has it. */
    @Override
    public URI url() {
        return URI.create(super.url() + "/openai");
    }

    @Override
    protected void routes(Router router) {
        router.route().handler(strict(this::checkKeyAndVersion));
        router.post(VIDEOS).handler(strict(this::create));
        router.get(VIDEOS + "/:id").handler(strict(this::status));
        router.get(VIDEOS + "/:id/content").handler(strict(this::content));
        // Azure answers a wrong path like this, not like an unknown video.
        router.route().handler(request -> answer(request, 404, "{\"detail\":\"Not Found\"}"));
    }

    @Override
    protected String invalid(String field, String message) {
        return error("invalid_value", field + " " + message.replace("\"", "'"));
    }

    @Override
    protected Refusal refused() {
        return new Refusal(400, error("moderation_blocked", "The prompt goes against the content policy"));
    }

    @Override
    protected Refusal unpaid() {
        return new Refusal(429, error("insufficient_quota", "You exceeded your current quota"));
    }

    private static String error(String code, String message) {
        return "{\"error\":{\"message\":\"%s\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"%s\"}}"
                .formatted(message, code);
    }

    private void checkKeyAndVersion(RoutingContext request) {
        if (!KEY.equals(request.request().getHeader("api-key")) || request.request().headers().contains("Authorization")) {
            throw new Refusal(401, error("invalid_api_key", "Access denied due to an invalid key"));
        }
        check("preview".equals(request.request().getParam("api-version")), "api-version", "is missing");
        request.next();
    }

    private void create(RoutingContext request) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        request.request().formAttributes().forEach(field -> form.put(field.getKey(), field.getValue()));
        checkFields(form, FIELDS);
        checkOneOf(form, "seconds", "4", "8", "12");
        checkOneOf(form, "size", "1280x720", "720x1280");
        check(request.fileUploads().stream().allMatch(file -> file.name().equals("input_reference")), "file", "is unknown");
        request.fileUploads().forEach(file -> check(IMAGES.contains(file.contentType()), "input_reference", "is no image"));
        Optional<byte[]> image = request.fileUploads().isEmpty() ? Optional.empty()
                : Optional.of(fileOf(request, "input_reference"));
        // For the tests only, after the check of the fields
        request.fileUploads().forEach(file -> form.put("media_type", file.contentType()));
        accept(request, text(form, "model"), text(form, "prompt"), form, image,
                job -> answer(request, 200, video(job, "queued", Optional.empty())));
    }

    private void status(RoutingContext request) {
        Job job = known(request);
        answer(request, 200, switch (job.poll()) {
            case RUNNING -> video(job, "in_progress", Optional.empty());
            case COMPLETED -> video(job, "completed", Optional.empty());
            case FAILED -> video(job, "failed", Optional.of("internal_error"));
            case MODERATED -> video(job, "failed", Optional.of("moderation_blocked"));
            case CANCELLED -> throw new IllegalStateException("Azure cannot cancel");
        });
    }

    private void content(RoutingContext request) {
        Job job = known(request);
        check(job.look() == State.COMPLETED, "video", "is not completed");
        check(request.request().getParam("variant", "video").equals("video"), "variant", "is not available");
        sendBytes(request, job);
    }

    private Job known(RoutingContext request) {
        return job(request.pathParam("id")).orElseThrow(() -> new Refusal(404, error("not_found", "Video not found")));
    }

    private static String video(Job job, String status, Optional<String> failure) {
        long now = Instant.now().getEpochSecond();
        boolean completed = status.equals("completed");
        ObjectNode video = JsonNodeFactory.instance.objectNode().put("id", job.id()).put("object", "video")
                .put("model", job.model()).put("status", status).put("progress", completed ? 100 : 40).put("created_at", now)
                .put("prompt", job.prompt()).put("size", job.input().path("size").asText())
                .put("seconds", job.input().path("seconds").asText()).putNull("remixed_from_video_id");
        video.put("completed_at", completed ? now : null).put("expires_at", completed ? now + LIFE : null);
        failure.ifPresentOrElse(code -> video.putObject("error").put("code", code).put("message", "It broke"),
                () -> video.putNull("error"));
        return video.toString();
    }
}
