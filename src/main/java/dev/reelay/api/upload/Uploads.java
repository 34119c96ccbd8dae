package dev.reelay.api.upload;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.body.BodyParser;
import dev.reelay.api.body.FormParser;
import dev.reelay.api.body.JsonBodyParser;
import dev.reelay.api.body.PartHeaders;
import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.content.pipe.TempDirectory;
import dev.reelay.model.ModelCheck;
import dev.reelay.video.ImageType;

/**
 * Reads the bodies of creates. An upload has a fixed price in memory, whatever its form and however slow its sender: its
 * reference image goes into a file as it arrives, and the number of open uploads is bounded.
 */
@ApplicationScoped
public class Uploads {
    private final UploadSlots slots;
    private final UploadConfig config;
    private final ModelCheck models;
    private final ImageFetcher images;
    private final TempDirectory temp;
    private final Vertx vertx;

    Uploads(UploadSlots slots, UploadConfig config, ModelCheck models, ImageFetcher images, TempDirectory temp, Vertx vertx) {
        this.slots = slots;
        this.config = config;
        this.models = models;
        this.images = images;
        this.temp = temp;
        this.vertx = vertx;
    }

    /**
     * Reads the body of a create, a form or JSON, and calls {@code use} with the upload. The file of the reference image
     * exists until {@code use} ends.
     *
     * @param request on its event loop, with a body that is not read. After a failure, a part of the body may be unread
     * @return the result of {@code use}; fails with {@code rate_limit_exceeded} or {@code service_unavailable} if too many
     *         uploads are open, with 413 if the body is too large, and with {@code invalid_request} if it is malformed
     */
    public <T> Uni<T> receive(RoutingContext request, Function<Upload, Uni<T>> use) {
        return Uni.createFrom().deferred(() -> {
            Upload upload = open(request);
            return uni(upload::read).chain(use::apply)
                    .onTermination().call(() -> uni(upload::close));
        });
    }

    private Upload open(RoutingContext context) {
        HttpServerRequest request = context.request();
        Supplier<ImageFile> newFile = () -> new ImageFile(temp.newFile(), vertx.fileSystem());
        FieldCollector fields = new FieldCollector(models.highestPromptLimit(), newFile);
        return new Upload(request, parser(request, fields), fields, images, new ImageBytes(ImageType.OF_URLS, newFile),
                config.bodyLimit().asLongValue(), () -> slots.reserve(AuthenticationFilter.callerOf(context).owner()));
    }

    /** Returns a form without a boundary as one without fields. */
    private static BodyParser parser(HttpServerRequest request, FieldCollector fields) {
        String type = Optional.ofNullable(request.getHeader(HttpHeaders.CONTENT_TYPE)).orElse("");
        if (type.regionMatches(true, 0, MediaType.APPLICATION_JSON, 0, MediaType.APPLICATION_JSON.length())) {
            return new JsonBodyParser(new CreateJson(fields));
        }
        return PartHeaders.parameter("boundary", type)
                .<BodyParser> map(boundary -> new FormParser(boundary, new CreateForm(fields)))
                .orElse(BodyParser.IGNORED);
    }

    static <T> Uni<T> uni(Supplier<Future<T>> future) {
        return Uni.createFrom().completionStage(() -> future.get().toCompletionStage());
    }
}
