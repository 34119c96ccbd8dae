package dev.reelay.api.resources;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestPath;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.access.AccessControl;
import dev.reelay.access.Ticket;
import dev.reelay.api.http.ApiPaths;
import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.api.http.VideoPath;
import dev.reelay.api.wire.VideoRenderer;
import dev.reelay.store.VideoRepository;
import dev.reelay.video.VideoId;

/**
 * Issues tickets for browsers, whose {@code EventSource} and {@code <video>} send no headers: signed URLs that permit reading
 * one video, or the events of all, for a limited time. API keys in a URL are not accepted, because logs would keep them.
 */
@Path(ApiPaths.VIDEOS)
@Produces(MediaType.APPLICATION_JSON)
class TicketsResource {
    private final VideoRepository videos;
    private final AccessControl access;
    private final VideoRenderer renderer;

    TicketsResource(VideoRepository videos, AccessControl access, VideoRenderer renderer) {
        this.videos = videos;
        this.access = access;
        this.renderer = renderer;
    }

    @RegisterForReflection
    record TicketsBody(@JsonProperty("events_url") String eventsUrl, @JsonProperty("content_url") String contentUrl,
            @JsonProperty("expires_at") long expiresAt) {
    }

    @RegisterForReflection
    record OwnerTicketBody(@JsonProperty("events_url") String eventsUrl, @JsonProperty("expires_at") long expiresAt) {
    }

    /** Issues a ticket for the events of all videos of the caller. */
    @POST
    @Path("/tickets")
    public OwnerTicketBody issueForAll(@Context RoutingContext request) {
        Ticket ticket = ticket(ApiPaths.OWNER_EVENTS, request);
        return new OwnerTicketBody(url(ApiPaths.OWNER_EVENTS, ticket, request), ticket.validUntil().getEpochSecond());
    }

    @POST
    @Path("/{id}/tickets")
    public Uni<TicketsBody> issue(@RestPath String id, @Context RoutingContext request) {
        return videos.require(VideoId.of(id), AuthenticationFilter.callerOf(request).owner())
                .map(video -> tickets(video.id(), request));
    }

    private TicketsBody tickets(VideoId id, RoutingContext request) {
        String eventsPath = VideoPath.EVENTS.of(id.value());
        String contentPath = VideoPath.CONTENT.of(id.value());
        Ticket events = ticket(eventsPath, request);
        Ticket content = ticket(contentPath, request);
        return new TicketsBody(url(eventsPath, events, request), url(contentPath, content, request),
                events.validUntil().getEpochSecond());
    }

    private Ticket ticket(String path, RoutingContext request) {
        return access.issueTicket(AuthenticationFilter.callerOf(request), path);
    }

    private String url(String path, Ticket ticket, RoutingContext request) {
        return renderer.baseUrl(request.request()) + path + "?" + AuthenticationFilter.TICKET_PARAM + "=" + ticket.text();
    }
}
