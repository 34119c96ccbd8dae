package dev.reelay.upstream.provider;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** A fake of xAI's video API. Its two forms of errors take turns: an object, and a text beside a code. */
public final class FakeXai extends FakeProvider {
    private static final Set<String> FIELDS = Set.of("model", "prompt", "duration", "aspect_ratio", "resolution", "image",
            "generate_audio", "user");
    private static final Object[] SECONDS = IntStream.rangeClosed(1, 15).boxed().toArray();

    @Override
    public URI url() {
        return URI.create(super.url() + "/v1");
    }

    @Override
    protected void routes(Router router) {
        router.route().handler(strict(this::checkKey));
        router.post("/v1/videos/generations").handler(strict(this::create));
        router.get("/v1/videos/:id").handler(strict(this::status));
    }

    @Override
    protected String invalid(String field, String message) {
        return "{\"code\":\"invalid-argument\",\"error\":\"%s %s\"}".formatted(field, message.replace("\"", "'"));
    }

    @Override
    protected Refusal refused() {
        return new Refusal(400, error("content_policy_violation", "The prompt goes against the content policy"));
    }

    @Override
    protected Refusal unpaid() {
        return new Refusal(402, error("insufficient_quota", "The team has no credits"));
    }

    private static String error(String code, String message) {
        return "{\"error\":{\"message\":\"%s\",\"code\":\"%s\"}}".formatted(message, code);
    }

    private void checkKey(RoutingContext request) {
        if (!("Bearer " + KEY).equals(request.request().getHeader("Authorization"))) {
            throw new Refusal(401, error("unauthenticated", "Incorrect API key"));
        }
        request.next();
    }

    private void create(RoutingContext request) {
        JsonNode body = json(request);
        checkFields(body, FIELDS);
        checkOneOf(body, "model", "grok-imagine-video", "grok-imagine-video-1.5");
        checkOneOf(body, "duration", SECONDS);
        checkOneOf(body, "aspect_ratio", "1:1", "16:9", "9:16", "4:3", "3:4", "3:2", "2:3");
        if (text(body, "model").endsWith("-1.5")) {
            checkOneOf(body, "resolution", "480p", "720p", "1080p");
        } else {
            checkOneOf(body, "resolution", "480p", "720p");
        }
        Optional<byte[]> image = Optional.empty();
        if (body.has("image")) {
            checkFields(body.path("image"), Set.of("url"));
            image = Optional.of(imageOf(text(body.path("image"), "url"), "image"));
        }
        accept(request, text(body, "model"), text(body, "prompt"), body, image,
                job -> answer(request, 200, "{\"request_id\":\"%s\"}".formatted(job.id())));
    }

    /** Answers 202 without a body at first, and with the progress later. */
    private void status(RoutingContext request) {
        Job job = job(request.pathParam("id"))
                .orElseThrow(() -> new Refusal(404, error("not-found", "No such request")));
        switch (job.poll()) {
            case RUNNING -> {
                if (job.polls() == 1) {
                    request.response().setStatusCode(202).end();
                } else {
                    answer(request, 202, "{\"status\":\"pending\",\"progress\":40}");
                }
            }
            case COMPLETED -> answer(request, 200, """
                    {"status":"done","video":{"url":"%s","duration":8,"respect_moderation":true},"model":"%s",
                     "usage":{"cost_in_usd_ticks":1}}""".formatted(fileUrl(job), job.model()));
            case MODERATED -> answer(request, 200,
                    "{\"status\":\"done\",\"video\":{\"url\":\"\",\"duration\":0,\"respect_moderation\":false}}");
            case FAILED -> answer(request, 200,
                    "{\"status\":\"failed\",\"error\":{\"code\":\"internal\",\"message\":\"It broke\"}}");
            case CANCELLED -> answer(request, 200, "{\"status\":\"expired\"}");
        }
    }
}
