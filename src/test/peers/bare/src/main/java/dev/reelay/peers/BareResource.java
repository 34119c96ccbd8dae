package dev.reelay.peers;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.smallrye.common.annotation.NonBlocking;

/** A video that is always the same: no key, no limit, no database. */
@Path("/v1/videos/{id}")
public class BareResource {
    /** The fields that the gateway answers with. */
    public record Video(String id, String status, int progress, String prompt, String model, String size, String seconds,
            @JsonProperty("created_at") long createdAt, String url, @JsonProperty("completed_at") Long completedAt) {
    }

    @GET
    @NonBlocking
    public Video video(String id) {
        return new Video(id, "in_progress", 50, "a dog that runs and runs through the long grass", "sora-2", "1280x720", "10",
                1704067200, null, null);
    }
}
