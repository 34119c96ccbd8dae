package dev.reelay.api.resources;

import java.util.List;
import java.util.Optional;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.api.http.ApiPaths;
import dev.reelay.api.http.AuthenticationFilter;
import dev.reelay.api.http.PageParams;
import dev.reelay.api.wire.DeletedBody;
import dev.reelay.api.wire.PageBody;
import dev.reelay.content.ArchiveReader;
import dev.reelay.error.ReelayException;
import dev.reelay.store.VideoRepository;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;

/**
 * Reads, lists, cancels and deletes videos of the caller (contract 4). Responses come from memory or the database, never from
 * the upstream.
 */
@Path(ApiPaths.VIDEOS)
@Produces(MediaType.APPLICATION_JSON)
class VideosResource {
    private final VideoRepository videos;
    private final OwnedVideos current;
    private final VideoResponses responses;
    private final ArchiveReader archive;

    VideosResource(VideoRepository videos, OwnedVideos current, VideoResponses responses, ArchiveReader archive) {
        this.videos = videos;
        this.current = current;
        this.responses = responses;
        this.archive = archive;
    }

    @GET
    @Path("/{id}")
    public Uni<Buffer> get(@RestPath String id, @Context RoutingContext request) {
        return current.require(id, owner(request)).chain(snapshot -> responses.respond(snapshot, request));
    }

    @GET
    public Uni<PageBody> list(@RestQuery @Nullable String limit, @RestQuery @Nullable String after,
            @RestQuery @Nullable String order, @Context RoutingContext request) {
        int size = PageParams.limit(limit);
        boolean newestFirst = newestFirst(order);
        // One row more than the page shows whether there is a next page.
        return videos.list(owner(request), Optional.ofNullable(after).map(VideoId::of), newestFirst, size + 1)
                .map(found -> page(found, size, request));
    }

    @POST
    @Path("/{id}/cancel")
    public Uni<Object> cancel(@RestPath String id, @Context RoutingContext request) {
        return current.cancel(id, request).map(video -> responses.body(video, request));
    }

    @DELETE
    @Path("/{id}")
    public Uni<DeletedBody> delete(@RestPath String id, @Context RoutingContext request) {
        return videos.delete(VideoId.of(id), owner(request))
                .call(() -> archive.delete(VideoId.of(id))).replaceWith(() -> DeletedBody.of(id));
    }

    private PageBody page(List<Video> found, int size, RoutingContext request) {
        List<Object> page = found.stream().limit(size).map(video -> responses.body(video, request)).toList();
        return PageBody.of(page, found.stream().limit(size).map(video -> video.id().value()).toList(),
                found.size() > size);
    }

    private static boolean newestFirst(@Nullable String order) {
        if (order != null && !order.equals("asc") && !order.equals("desc")) {
            throw ReelayException.invalid("order", "Invalid value for parameter: order. Allowed: asc, desc");
        }
        return !"asc".equals(order);
    }

    private static String owner(RoutingContext request) {
        return AuthenticationFilter.callerOf(request).owner();
    }
}
