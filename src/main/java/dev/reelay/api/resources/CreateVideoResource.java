package dev.reelay.api.resources;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.http.AcceptHeader;
import dev.reelay.api.http.ApiPaths;
import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.api.sse.SseConnectionRegistry;
import dev.reelay.api.sse.SseResponses;
import dev.reelay.api.upload.Uploads;
import dev.reelay.video.Video;

/**
 * {@code POST /v1/videos} (contract 3), as a form or as JSON. The response is the video, or the stream of its events if the
 * client accepts {@code text/event-stream}.
 */
@Path(ApiPaths.VIDEOS)
@Produces({ MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS })
class CreateVideoResource {
    private final CreateVideoHandler creates;
    private final VideoResponses responses;
    private final SseResponses events;
    private final SseConnectionRegistry streams;
    private final Uploads uploads;

    CreateVideoResource(CreateVideoHandler creates, VideoResponses responses, SseResponses events,
            SseConnectionRegistry streams, Uploads uploads) {
        this.creates = creates;
        this.responses = responses;
        this.events = events;
        this.streams = streams;
        this.uploads = uploads;
    }

    @POST
    @Consumes({ MediaType.MULTIPART_FORM_DATA, MediaType.APPLICATION_JSON })
    public Uni<Object> create(@Context RoutingContext request) {
        return Uni.createFrom().deferred(() -> wantsEvents(request) ? streamed(request)
                : stored(request).chain(video -> responses.respond(video, request)))
                // Reads the rest of the upload: many clients read the response only after they sent the whole body.
                .onFailure().invoke(() -> request.request().resume());
    }

    /** Reserves the stream before the create, which costs money, and releases it if there will be no stream. */
    private Uni<Object> streamed(RoutingContext request) {
        SseConnectionRegistry.Slot slot = streams.reserve(AuthenticationFilter.callerOf(request).owner());
        return stored(request)
                .chain(video -> events.ofCreate(video, slot, request))
                .onFailure().invoke(slot::release)
                .onCancellation().invoke(slot::release);
    }

    /** Reads the body and stores the video. */
    private Uni<Video> stored(RoutingContext request) {
        return uploads.receive(request, upload -> creates.create(upload, request));
    }

    /**
     * Returns true if the client prefers the event stream to JSON. Quarkus REST does not check Accept here, because it selects
     * the method by the content type.
     */
    private static boolean wantsEvents(RoutingContext request) {
        return AcceptHeader.of(request.request().headers().getAll(HttpHeaders.ACCEPT))
                .preferred(MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS)
                .orElseThrow(NotAcceptableException::new).equals(MediaType.SERVER_SENT_EVENTS);
    }
}
