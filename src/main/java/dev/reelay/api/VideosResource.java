package dev.reelay.api;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import org.jboss.resteasy.reactive.RestPath;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;

import dev.reelay.access.Caller;
import dev.reelay.pipeline.Pipeline;
import dev.reelay.video.Video;
import dev.reelay.video.VideoId;
import dev.reelay.video.VideoRepository;

/** The manual's endpoints that answer with JSON (sections "提交视频生成请求" and "查询视频状态"). */
@Path("/v1/videos")
@Produces(MediaType.APPLICATION_JSON)
class VideosResource {
    private final VideoRepository videos;
    private final ReferenceImages images;
    private final Pipeline pipeline;
    private final PublicUrl publicUrl;

    VideosResource(VideoRepository videos, ReferenceImages images, Pipeline pipeline, PublicUrl publicUrl) {
        this.videos = videos;
        this.images = images;
        this.pipeline = pipeline;
        this.publicUrl = publicUrl;
    }

    /** Once it is answered, the video is stored; the upstream is asked afterwards. */
    @POST
    @Consumes(MediaType.MULTIPART_FORM_DATA)
    public Uni<VideoBody> create(@BeanParam CreateForm form, @Context RoutingContext request) {
        var spec = form.spec();
        Caller caller = Gate.callerOf(request);
        return images.checked(form.inputReference)
                .chain(image -> videos.create(caller.name(), spec, image))
                .invoke(pipeline::wake)
                .map(video -> body(video, request));
    }

    /** Answers from the stored row; the upstream is not asked. */
    @GET
    @Path("/{id}")
    public Uni<VideoBody> get(@RestPath String id, @Context RoutingContext request) {
        return videos.require(VideoId.of(id), Gate.callerOf(request).name()).map(video -> body(video, request));
    }

    private VideoBody body(Video video, RoutingContext request) {
        return VideoBody.of(video, publicUrl.of(request.request()));
    }
}
