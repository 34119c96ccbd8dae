package dev.reelay.upstream.provider;

import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.FileUpload;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;

import dev.reelay.testing.RangedContent;
import dev.reelay.upstream.http.ProviderJson;

/**
 * A fake of a provider on a real socket, as strict as the provider: it refuses unknown fields, wrong types, wrong keys and
 * wrong
 * methods. The first word of a prompt chooses what happens to its video. The files are on a port of their own, as providers
 * keep
 * them on another host.
 */
public abstract class FakeProvider implements AutoCloseable {
    public static final String KEY = "key-of-the-account";

    private static final int POLLS_WHILE_RUNNING = 2;
    private static final int FILE_BYTES = 300_000;
    private static final Pattern DATA_URL = Pattern.compile("data:image/(png|jpeg);base64,([A-Za-z0-9+/]+={0,2})");

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, Job> jobs = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> creates = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicBoolean breaksUpload = new AtomicBoolean();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final HttpServer api;
    private final HttpServer files;

    /** What happens to a video. */
    public enum Scene {
        PLAIN,
        /** Fails after it was accepted. */
        FAILED,
        /** The result is withheld by the moderation. */
        MODERATED,
        /** The create is rejected by the moderation. */
        REFUSED,
        /** The create is rejected because the credit is used up. */
        UNPAID,
        /** The first create gets status code 429. */
        BUSY,
        /** The create is accepted, and the connection is closed without a response. */
        CUT,
        /** The first URL of the content has expired. */
        EXPIRED,
        /** Runs until it is cancelled or released. */
        HELD;

        static Scene of(String prompt) {
            return Arrays.stream(values()).filter(scene -> prompt.startsWith(scene.name())).findFirst().orElse(PLAIN);
        }
    }

    /** Where a video is. */
    public enum State {
        RUNNING,
        COMPLETED,
        FAILED,
        MODERATED,
        CANCELLED
    }

    /** A video at the provider. */
    public static final class Job {
        private final String id;
        private final String model;
        private final String prompt;
        private final JsonNode input;
        private final Optional<byte[]> image;
        private final AtomicInteger polls = new AtomicInteger();
        private final AtomicInteger namedUrls = new AtomicInteger();
        private volatile boolean cancelled;
        private volatile boolean released;
        private volatile boolean sawKeyAtFile;

        Job(String id, String model, String prompt, JsonNode input, Optional<byte[]> image) {
            this.id = id;
            this.model = model;
            this.prompt = prompt;
            this.input = input;
            this.image = image;
        }

        public String id() {
            return id;
        }

        /** Returns the provider's name of the model. */
        public String model() {
            return model;
        }

        public String prompt() {
            return prompt;
        }

        /** Returns the body of the create. */
        public JsonNode input() {
            return input;
        }

        public Optional<byte[]> image() {
            return image;
        }

        public boolean isCancelled() {
            return cancelled;
        }

        /** Returns whether a request for its file had an account's key. */
        public boolean sawKeyAtFile() {
            return sawKeyAtFile;
        }

        /** Lets a held video complete. */
        public void release() {
            released = true;
        }

        /** Stops a running video; returns false if it has ended. */
        public boolean cancel() {
            boolean running = look() == State.RUNNING;
            cancelled |= running;
            return running;
        }

        /** Returns how often its status was asked for. */
        public int polls() {
            return polls.get();
        }

        /** Returns the state, and counts a poll. */
        public State poll() {
            polls.incrementAndGet();
            return look();
        }

        State look() {
            Scene scene = Scene.of(prompt);
            if (cancelled) {
                return State.CANCELLED;
            }
            if (scene == Scene.HELD ? !released : polls.get() <= POLLS_WHILE_RUNNING) {
                return State.RUNNING;
            }
            return scene == Scene.FAILED ? State.FAILED : scene == Scene.MODERATED ? State.MODERATED : State.COMPLETED;
        }

        /** Returns the bytes of the video. */
        public byte[] bytes() {
            byte[] bytes = new byte[FILE_BYTES];
            new Random(id.hashCode()).nextBytes(bytes);
            return bytes;
        }
    }

    /** The provider's answer to a request that it does not take. */
    protected static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int status;
        private final String body;

        public Refusal(int status, String body) {
            super("HTTP %d %s".formatted(status, body), null, false, false);
            this.status = status;
            this.body = body;
        }
    }

    protected FakeProvider() {
        Router router = Router.router(vertx);
        router.route().handler(bodies());
        routes(router);
        api = listen(router);
        Router fileRouter = Router.router(vertx);
        fileRouter.get("/files/:id/:number").handler(this::file);
        routesOfFiles(fileRouter);
        files = listen(fileRouter);
    }

    /** Adds the routes of the provider's API. */
    protected abstract void routes(Router router);

    /** Adds routes to the server of the files, such as that of uploads. */
    protected void routesOfFiles(Router router) {
    }

    /** Returns the body of an error that concerns the request, in the provider's form. */
    protected abstract String invalid(String field, String message);

    /** Returns the answer to a create that is rejected by the moderation. */
    protected abstract Refusal refused();

    /** Returns the answer to a create without credit. */
    protected abstract Refusal unpaid();

    /** Returns the base URL for an account. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + api.actualPort());
    }

    /** Returns the base URL of the server of the files. */
    protected final String filesUrl() {
        return "http://127.0.0.1:" + files.actualPort();
    }

    /** Returns the videos with this prompt. */
    public List<Job> jobs(String prompt) {
        return jobs.values().stream().filter(job -> job.prompt().equals(prompt)).toList();
    }

    /** Returns why requests were refused, apart from the scenes. */
    public List<String> refusals() {
        return refusals;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Returns a handler that answers a {@link Refusal}. */
    protected final Handler<RoutingContext> strict(Consumer<RoutingContext> handler) {
        return request -> {
            try {
                handler.accept(request);
            } catch (Refusal refusal) {
                answer(request, refusal.status, refusal.body);
            }
        };
    }

    protected static void answer(RoutingContext request, int status, String json) {
        request.response().setStatusCode(status).putHeader("Content-Type", "application/json").end(json);
    }

    /** Returns a handler that reads bodies, and keeps the files of forms until the response. */
    protected static Handler<RoutingContext> bodies() {
        return BodyHandler.create("target/uploads").setDeleteUploadedFilesOnEnd(true).setBodyLimit(64L * 1024 * 1024);
    }

    /** Returns the bytes of a form's file. */
    protected final byte[] fileOf(RoutingContext request, String part) {
        Optional<FileUpload> file = request.fileUploads().stream().filter(upload -> upload.name().equals(part)).findFirst();
        check(file.isPresent(), part, "is missing");
        return request.vertx().fileSystem().readFileBlocking(file.orElseThrow().uploadedFileName()).getBytes();
    }

    /** Breaks the connection of the next upload, if the provider has uploads. */
    public void breakNextUpload() {
        breaksUpload.set(true);
    }

    /** Returns whether the connection of this upload was broken. */
    protected final boolean isBroken(RoutingContext request) {
        boolean broken = breaksUpload.getAndSet(false);
        if (broken) {
            request.request().connection().close();
        }
        return broken;
    }

    /** Returns the JSON object of a request. */
    protected final JsonNode json(RoutingContext request) {
        JsonNode body = ProviderJson.parse(request.body().asString());
        check(body.isObject(), "body", "is no JSON object");
        return body;
    }

    /** Refuses a request unless the condition holds. */
    protected final void check(boolean condition, String field, String message) {
        if (!condition) {
            refusals.add(field + " " + message);
            throw new Refusal(422, invalid(field, message));
        }
    }

    /** Refuses a field that is not one of these. */
    protected final void checkFields(JsonNode object, Set<String> allowed) {
        object.fieldNames().forEachRemaining(name -> check(allowed.contains(name), name, "is unknown"));
    }

    /** Returns the text of a required field. */
    protected final String text(JsonNode object, String field) {
        check(object.path(field).isTextual() && !object.path(field).textValue().isEmpty(), field, "is no text");
        return object.path(field).textValue();
    }

    /** Refuses a value that is none of these; each is compared as JSON, so that a number is not its text. */
    protected final void checkOneOf(JsonNode object, String field, Object... allowed) {
        JsonNode value = object.path(field);
        Set<String> texts = Arrays.stream(allowed).map(one -> one instanceof String ? "\"" + one + "\"" : one.toString())
                .collect(Collectors.toSet());
        check(texts.contains(value.toString()), field, "must be one of " + texts + " and is " + value);
    }

    /** Returns the bytes of a data URL. */
    protected final byte[] imageOf(String dataUrl, String field) {
        Matcher parts = DATA_URL.matcher(dataUrl);
        check(parts.matches(), field, "is no data URL of an image");
        return Base64.getDecoder().decode(parts.group(2));
    }

    /**
     * Accepts a create, or does what its scene says.
     *
     * @param response makes the response to an accepted create; called unless the connection is closed
     */
    protected final void accept(RoutingContext request, String model, String prompt, JsonNode input, Optional<byte[]> image,
            Consumer<Job> response) {
        Scene scene = Scene.of(prompt);
        if (scene == Scene.REFUSED) {
            throw refused();
        }
        if (scene == Scene.UNPAID) {
            throw unpaid();
        }
        if (scene == Scene.BUSY && creates.computeIfAbsent(prompt, unseen -> new AtomicInteger()).getAndIncrement() == 0) {
            request.response().setStatusCode(429).putHeader("Retry-After", "1").end(invalid("body", "too many requests"));
            return;
        }
        Job job = new Job("job-%d".formatted(ids.incrementAndGet()), model, prompt, input, image);
        jobs.put(job.id(), job);
        if (scene == Scene.CUT) {
            request.request().connection().close();
            return;
        }
        response.accept(job);
    }

    protected final Optional<Job> job(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /**
     * Returns the URL of a video's file; each status of an {@link Scene#EXPIRED} one names another, and the first is no good.
     */
    protected final String fileUrl(Job job) {
        return "%s/files/%s/%d".formatted(filesUrl(), job.id(), job.namedUrls.getAndIncrement());
    }

    /** Sends a video's bytes. */
    protected final void sendBytes(RoutingContext request, Job job) {
        RangedContent.send(request, job.bytes());
    }

    private void file(RoutingContext request) {
        Job job = jobs.get(request.pathParam("id"));
        job.sawKeyAtFile |= request.request().headers().toString().contains(KEY);
        if (Scene.of(job.prompt()) == Scene.EXPIRED && request.pathParam("number").equals("0")) {
            request.response().setStatusCode(403).putHeader("Content-Type", "application/xml")
                    .end("<Error>AccessDenied</Error>");
        } else {
            sendBytes(request, job);
        }
    }

    private HttpServer listen(Router router) {
        return vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").toCompletionStage()
                .toCompletableFuture().join();
    }
}
