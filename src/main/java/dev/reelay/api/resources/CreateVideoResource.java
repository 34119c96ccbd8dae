package dev.reelay.api.resources;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.server.multipart.MultipartFormDataInput;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.http.ApiPaths;
import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.api.http.JsonBodyReader;
import dev.reelay.api.sse.SseConnectionRegistry;
import dev.reelay.api.sse.SseResponses;
import dev.reelay.api.wire.CreateVideoFields;
import dev.reelay.api.wire.CreateVideoJson;

/**
 * {@code POST /v1/videos} (contract 3), as a form or as JSON. The response is the video, or the stream of its events if the
 * client accepts {@code text/event-stream}.
 */
@Path(ApiPaths.VIDEOS)
@Produces({ MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS })
class CreateVideoResource {
    /** Supported media types of the header Accept; true selects the event stream. */
    private static final Map<String, Boolean> ANSWERS = Map.of(MediaType.WILDCARD, false, "application/*", false,
            MediaType.APPLICATION_JSON, false, "text/*", true, MediaType.SERVER_SENT_EVENTS, true);

    private final CreateVideoHandler orders;
    private final VideoResponses answers;
    private final SseResponses events;
    private final SseConnectionRegistry streams;
    private final JsonBodyReader json;

    CreateVideoResource(CreateVideoHandler orders, VideoResponses answers, SseResponses events, SseConnectionRegistry streams,
            JsonBodyReader json) {
        this.orders = orders;
        this.answers = answers;
        this.events = events;
        this.streams = streams;
        this.json = json;
    }

    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Uni<Object> create(MultipartFormDataInput form, @Context RoutingContext request) {
        return placed(CreateVideoFields.of(form.getValues()), request);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Object> create(@Context RoutingContext request) {
        return json.read(request.request()).chain(body -> placed(CreateVideoJson.form(body), request));
    }

    private Uni<Object> placed(CreateVideoFields form, RoutingContext request) {
        if (wantsEvents(request)) {
            streams.requireCapacity(AuthenticationFilter.callerOf(request)); // before the create costs money
            return orders.create(form, request).chain(video -> events.ofCreate(video, request));
        }
        return orders.create(form, request).chain(video -> answers.respond(video, request));
    }

    /**
     * Returns true if the first supported media type of the header Accept selects the event stream. Quarkus REST does not
     * check Accept here, because it selects the method by the content type.
     */
    private static boolean wantsEvents(RoutingContext request) {
        String accept = request.request().getHeader(HttpHeaders.ACCEPT);
        return accept != null && !accept.isBlank()
                && Stream.of(accept.split(",")).map(CreateVideoResource::mediaType).filter(ANSWERS::containsKey)
                        .findFirst().map(ANSWERS::get).orElseThrow(NotAcceptableException::new);
    }

    private static String mediaType(String accepted) {
        return accepted.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }
}
