package dev.reelay.upstream.provider;

import java.net.URI;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** A fake of Veo in the Gemini API, with the models that the catalogue names. Its files redirect to a host without keys. */
public final class FakeGemini extends FakeProvider {
    private static final Set<String> MODELS = Set.of("veo-3.1-generate-preview", "veo-3.1-fast-generate-preview",
            "veo-3.1-lite-generate-preview");
    private static final Set<String> PARAMETERS = Set.of("aspectRatio", "resolution", "durationSeconds", "personGeneration",
            "negativePrompt", "enhancePrompt", "sampleCount");

    @Override
    public URI url() {
        return super.url().resolve("/v1beta");
    }

    @Override
    protected void routes(Router router) {
        router.route().handler(strict(this::checkKey));
        router.postWithRegex("/v1beta/models/(?<model>[^/:]+):predictLongRunning").handler(strict(this::create));
        router.get("/v1beta/models/:model/operations/:id").handler(strict(this::status));
        router.getWithRegex("/v1beta/files/v(?<id>\\d+)n(?<number>\\d+):download").handler(strict(this::download));
    }

    @Override
    protected String invalid(String field, String message) {
        return error(400, field + " " + message, "INVALID_ARGUMENT", "");
    }

    @Override
    protected Refusal refused() {
        return new Refusal(400, error(400, "The prompt was blocked by our safety policies", "INVALID_ARGUMENT", ""));
    }

    @Override
    protected Refusal unpaid() {
        return new Refusal(403, error(403, "Billing is disabled for the project", "PERMISSION_DENIED", ""));
    }

    private static String error(int code, String message, String status, String details) {
        return "{\"error\":{\"code\":%d,\"message\":\"%s\",\"status\":\"%s\"%s}}".formatted(code, message.replace("\"", "'"),
                status, details);
    }

    private void checkKey(RoutingContext request) {
        if (!KEY.equals(request.request().getHeader("x-goog-api-key")) || request.request().getParam("key") != null) {
            throw new Refusal(400, error(400, "API key not valid", "INVALID_ARGUMENT",
                    ",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"API_KEY_INVALID\"}]"));
        }
        request.next();
    }

    private void create(RoutingContext request) {
        String model = request.pathParam("model");
        if (!MODELS.contains(model)) {
            throw new Refusal(404, error(404, "Model " + model + " is not found", "NOT_FOUND", ""));
        }
        JsonNode body = json(request);
        checkFields(body, Set.of("instances", "parameters"));
        check(body.path("instances").size() == 1, "instances", "is not one");
        JsonNode instance = body.path("instances").path(0);
        checkFields(instance, Set.of("prompt", "image"));
        JsonNode parameters = body.path("parameters");
        checkFields(parameters, PARAMETERS);
        checkOneOf(parameters, "aspectRatio", "16:9", "9:16");
        checkOneOf(parameters, "resolution", "720p", "1080p");
        if (parameters.path("resolution").asText().equals("1080p")) {
            checkOneOf(parameters, "durationSeconds", 8);
        } else {
            checkOneOf(parameters, "durationSeconds", 4, 6, 8);
        }
        accept(request, model, text(instance, "prompt"), body, image(instance), job -> answer(request, 200,
                "{\"name\":\"%s\"}".formatted(operation(job))));
    }

    private Optional<byte[]> image(JsonNode instance) {
        if (!instance.has("image")) {
            return Optional.empty();
        }
        JsonNode image = instance.path("image");
        checkFields(image, Set.of("bytesBase64Encoded", "mimeType"));
        checkOneOf(image, "mimeType", "image/png", "image/jpeg");
        return Optional.of(Base64.getDecoder().decode(text(image, "bytesBase64Encoded")));
    }

    private static String operation(Job job) {
        return "models/%s/operations/%s".formatted(job.model(), job.id());
    }

    private void status(RoutingContext request) {
        Job job = job(request.pathParam("id")).filter(known -> known.model().equals(request.pathParam("model")))
                .orElseThrow(() -> new Refusal(404, error(404, "Operation not found", "NOT_FOUND", "")));
        String end = switch (job.poll()) {
            case RUNNING, CANCELLED -> "\"metadata\":{}";
            case COMPLETED -> response("\"generatedSamples\":[{\"video\":{\"uri\":\"%s\"}}]".formatted(uri(request, job)));
            case MODERATED -> response(
                    "\"raiMediaFilteredCount\":1,\"raiMediaFilteredReasons\":[\"The video violates the guidelines\"]");
            case FAILED -> "\"done\":true,\"error\":{\"code\":13,\"message\":\"Internal error\",\"status\":\"INTERNAL\"}";
        };
        answer(request, 200, "{\"name\":\"%s\",%s}".formatted(operation(job), end));
    }

    private static String response(String videos) {
        return "\"done\":true,\"response\":{\"generateVideoResponse\":{%s}}".formatted(videos);
    }

    /** Google's client reads the id of the file only out of an https URI, and asks its own base URL for it. */
    private String uri(RoutingContext request, Job job) {
        boolean client = request.request().getHeader("x-goog-api-client") != null;
        String number = fileUrl(job).replaceFirst(".*/", "");
        return "%s/files/v%sn%s:download?alt=media".formatted(
                client ? "https://generativelanguage.googleapis.com/v1beta" : url(), job.id().replace("job-", ""), number);
    }

    private void download(RoutingContext request) {
        request.response().setStatusCode(302).putHeader("Location", "%s/files/job-%s/%s".formatted(filesUrl(),
                request.pathParam("id"), request.pathParam("number"))).end();
    }
}
