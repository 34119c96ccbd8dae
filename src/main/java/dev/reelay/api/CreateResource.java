package dev.reelay.api;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;
import org.jspecify.annotations.Nullable;

import com.fasterxml.jackson.databind.JsonNode;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.video.Video;

/**
 * {@code POST /v1/videos} (manual, section "提交视频生成请求"): as a form or as JSON, answered with the video, or with its events
 * until the end where the caller accepts an event stream.
 */
@Path("/v1/videos")
@Produces({ MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS })
class CreateResource {
    private final Orders orders;
    private final Answers answers;
    private final EventStreams events;

    CreateResource(Orders orders, Answers answers, EventStreams events) {
        this.orders = orders;
        this.answers = answers;
        this.events = events;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Uni<Object> create(MultipartFormDataInput form, @Context RoutingContext request) {
        return placed(VideoForm.of(form.getValues()), request);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Object> create(@Nullable JsonNode body, @Context RoutingContext request) {
        return placed(VideoJson.form(body), request);
    }

    private Uni<Object> placed(VideoForm form, RoutingContext request) {
        Uni<Video> video = orders.place(form, request);
        return wantsEvents(request) ? video.chain(placed -> events.answer(placed, request))
                : video.chain(placed -> answers.of(placed, request));
    }

    private static boolean wantsEvents(RoutingContext request) {
        String accept = request.request().getHeader(HttpHeaders.ACCEPT);
        return accept != null && accept.contains(MediaType.SERVER_SENT_EVENTS);
    }
}
