package dev.reelay.upstream.provider;

import static java.util.Map.entry;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** A fake of fal's queue and of its storage, with the inputs of the models that the catalogue names. */
public final class FakeFal extends FakeProvider {
    private static final Object[] VEO_SECONDS = { "4s", "6s", "8s" };
    private static final Object[] SEEDANCE_SECONDS = { "4", "5", "6", "7", "8", "9", "10", "11", "12" };
    private static final Object[] GROK_SECONDS = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 };
    private static final Object[] KLING_SECONDS = { "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15" };
    private static final Object[] WAN_SECONDS = { "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15" };

    /** The input of each endpoint, by its path. */
    private static final Map<String, Input> INPUTS = Map.ofEntries(
            entry("fal-ai/veo3.1", new Input(VEO_SECONDS, ratios("16:9", "9:16"), tiers("720p", "1080p"), "")),
            entry("fal-ai/veo3.1/image-to-video",
                    new Input(VEO_SECONDS, ratios("16:9", "9:16", "auto"), tiers("720p", "1080p"), "image_url")),
            entry("fal-ai/veo3.1/fast", new Input(VEO_SECONDS, ratios("16:9", "9:16"), tiers("720p", "1080p"), "")),
            entry("fal-ai/veo3.1/fast/image-to-video",
                    new Input(VEO_SECONDS, ratios("16:9", "9:16", "auto"), tiers("720p", "1080p"), "image_url")),
            entry("fal-ai/veo3.1/lite", new Input(VEO_SECONDS, ratios("16:9", "9:16"), tiers("720p", "1080p"), "")),
            entry("fal-ai/veo3.1/lite/image-to-video",
                    new Input(VEO_SECONDS, ratios("16:9", "9:16", "auto"), tiers("720p", "1080p"), "image_url")),
            entry("fal-ai/bytedance/seedance/v1.5/pro/text-to-video", new Input(SEEDANCE_SECONDS,
                    ratios("21:9", "16:9", "4:3", "1:1", "3:4", "9:16", "auto"), tiers("480p", "720p", "1080p"), "")),
            entry("fal-ai/bytedance/seedance/v1.5/pro/image-to-video", new Input(SEEDANCE_SECONDS,
                    ratios("21:9", "16:9", "4:3", "1:1", "3:4", "9:16", "auto"), tiers("480p", "720p", "1080p"), "image_url")),
            entry("xai/grok-imagine-video/text-to-video",
                    new Input(GROK_SECONDS, ratios("16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16"), tiers("480p", "720p"),
                            "")),
            entry("xai/grok-imagine-video/image-to-video",
                    new Input(GROK_SECONDS, ratios("auto", "16:9", "4:3", "3:2", "1:1", "2:3", "3:4", "9:16"),
                            tiers("480p", "720p"), "image_url")),
            entry("fal-ai/kling-video/v3/4k/text-to-video",
                    new Input(KLING_SECONDS, ratios("16:9", "9:16", "1:1"), tiers(), "")),
            entry("fal-ai/wan/v2.7/text-to-video",
                    new Input(WAN_SECONDS, ratios("16:9", "9:16", "1:1", "4:3", "3:4"), tiers("720p", "1080p"), "")));

    private record Input(Object[] seconds, Object[] ratios, Object[] tiers, String image) {
        Set<String> fields() {
            Set<String> fields = new LinkedHashSet<>(Set.of("prompt", "duration", "generate_audio", "seed"));
            if (ratios.length > 0) {
                fields.add("aspect_ratio");
            }
            if (tiers.length > 0) {
                fields.add("resolution");
            }
            if (!image.isEmpty()) {
                fields.add(image);
            }
            return fields;
        }
    }

    private static Object[] ratios(Object... ratios) {
        return ratios;
    }

    private static Object[] tiers(Object... tiers) {
        return tiers;
    }

    @Override
    protected void routes(Router router) {
        router.route().handler(strict(this::checkKey));
        router.get("/:owner/:app/requests/:id/status").handler(strict(this::status));
        router.get("/:owner/:app/requests/:id").handler(strict(this::result));
        router.put("/:owner/:app/requests/:id/cancel").handler(strict(this::cancel));
        router.post("/storage/upload/initiate").handler(strict(this::initiateUpload));
        router.post().handler(strict(this::create));
    }

    @Override
    protected void routesOfFiles(Router router) {
        router.put("/uploads/:name").handler(request -> request.request().body()
                .onSuccess(bytes -> request.response().setStatusCode(bytes.length() > 0 ? 200 : 400).end()));
    }

    @Override
    protected String invalid(String field, String message) {
        return detail("body\",\"" + field, message, "value_error");
    }

    @Override
    protected Refusal refused() {
        return new Refusal(422, detail("body\",\"prompt", "The prompt was flagged", "content_policy_violation"));
    }

    @Override
    protected Refusal unpaid() {
        return new Refusal(403, "{\"detail\":\"User is locked. Reason: Exhausted balance.\"}");
    }

    private static String detail(String place, String message, String type) {
        return "{\"detail\":[{\"loc\":[\"%s\"],\"msg\":\"%s\",\"type\":\"%s\",\"url\":\"https://docs.fal.ai/errors\"}]}"
                .formatted(place, message.replace("\"", "'"), type);
    }

    private void checkKey(RoutingContext request) {
        if (!("Key " + KEY).equals(request.request().getHeader("Authorization"))) {
            throw new Refusal(401, "{\"detail\":\"Authentication is required to access this application.\"}");
        }
        request.next();
    }

    private void create(RoutingContext request) {
        String path = request.normalizedPath().substring(1);
        Input input = Optional.ofNullable(INPUTS.get(path))
                .orElseThrow(() -> new Refusal(404, "{\"detail\":\"Application '%s' not found\"}".formatted(path)));
        JsonNode body = json(request);
        checkFields(body, input.fields());
        checkOneOf(body, "duration", input.seconds());
        if (input.ratios().length > 0) {
            checkOneOf(body, "aspect_ratio", input.ratios());
        }
        if (input.tiers().length > 0) {
            checkOneOf(body, "resolution", input.tiers());
        }
        Optional<byte[]> image = input.image().isEmpty() ? Optional.empty()
                : Optional.of(text(body, input.image())).map(url -> url.startsWith(filesUrl()) ? new byte[0]
                        : imageOf(url, input.image()));
        accept(request, path, text(body, "prompt"), body, image, job -> answer(request, 200, """
                {"status":"IN_QUEUE","request_id":"%s","queue_position":0,%s}""".formatted(job.id(), urls(job))));
    }

    private String urls(Job job) {
        String[] names = job.model().split("/");
        String base = "%s/%s/%s/requests/%s".formatted(url(), names[0], names[1], job.id());
        return "\"response_url\":\"%1$s\",\"status_url\":\"%1$s/status\",\"cancel_url\":\"%1$s/cancel\"".formatted(base);
    }

    private Job jobOf(RoutingContext request) {
        return job(request.pathParam("id")).filter(job -> job.model().startsWith(
                request.pathParam("owner") + "/" + request.pathParam("app")))
                .orElseThrow(() -> new Refusal(404, "{\"detail\":\"Request not found\"}"));
    }

    private void status(RoutingContext request) {
        Job job = jobOf(request);
        State state = job.poll();
        if (state == State.RUNNING) {
            answer(request, 202,
                    "{\"status\":\"IN_PROGRESS\",\"logs\":[],\"request_id\":\"%s\",%s}".formatted(job.id(), urls(job)));
        } else {
            String error = state == State.CANCELLED ? ",\"error\":\"Request was cancelled\",\"error_type\":\"cancelled\"" : "";
            answer(request, 200,
                    "{\"status\":\"COMPLETED\",\"logs\":[],\"metrics\":{\"inference_time\":1.5}%s,\"request_id\":\"%s\",%s}"
                            .formatted(error, job.id(), urls(job)));
        }
    }

    private void result(RoutingContext request) {
        Job job = jobOf(request);
        switch (job.look()) {
            case RUNNING -> answer(request, 400, "{\"detail\":\"Request is still in progress\"}");
            case COMPLETED -> answer(request, 200, """
                    {"video":{"url":"%s","content_type":"video/mp4","file_name":"v.mp4","file_size":300000},"seed":7}"""
                    .formatted(fileUrl(job)));
            case MODERATED -> answer(request, 422,
                    detail("body\",\"prompt", "The output was flagged", "content_policy_violation"));
            case FAILED -> answer(request, 504, "{\"detail\":\"Request timed out\",\"error_type\":\"request_timeout\"}");
            case CANCELLED -> answer(request, 400, "{\"detail\":\"Request was cancelled\"}");
        }
    }

    private void cancel(RoutingContext request) {
        boolean stopped = jobOf(request).cancel();
        answer(request, stopped ? 202 : 400,
                "{\"status\":\"%s\"}".formatted(stopped ? "CANCELLATION_REQUESTED" : "ALREADY_COMPLETED"));
    }

    private void initiateUpload(RoutingContext request) {
        JsonNode body = json(request);
        checkFields(body, Set.of("content_type", "file_name"));
        String url = filesUrl() + "/uploads/" + text(body, "file_name");
        answer(request, 200, "{\"upload_url\":\"%1$s\",\"file_url\":\"%1$s\"}".formatted(url));
    }
}
