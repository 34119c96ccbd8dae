package dev.reelay.store;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.file.OpenOptions;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.core.file.AsyncFile;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;

import dev.reelay.database.SqlStatement;
import dev.reelay.video.LeaseLostException;
import dev.reelay.video.VideoId;

/**
 * Stores the reference images of waiting videos in the database, so that any node can submit them. Reads and writes parts of
 * {@value #PART_BYTES} bytes, so that no image is in memory as a whole.
 */
@ApplicationScoped
public class ReferenceImageStore {
    private static final int PART_BYTES = 256 * 1024;

    private final Vertx vertx;

    ReferenceImageStore(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Stores the file's bytes for a video, in the transaction of the connection. */
    Uni<Void> store(SqlConnection connection, String videoId, Path file) {
        AtomicInteger ordinal = new AtomicInteger();
        return vertx.fileSystem().open(file.toString(), new OpenOptions().setWrite(false).setCreate(false))
                .chain(opened -> parts(opened)
                        .onItem().transformToUniAndConcatenate(
                                part -> insert(connection, videoId, ordinal.getAndIncrement(), part))
                        .onItem().ignoreAsUni()
                        .eventually(opened::close));
    }

    /**
     * Writes a video's image to {@code file}, which need not exist; the file is empty afterwards if there is no image. Fails
     * with
     * {@link LeaseLostException} if the image is deleted meanwhile, because the video has ended.
     */
    @WithSession
    public Uni<Void> copy(VideoId id, Path file) {
        return vertx.fileSystem().open(file.toString(), new OpenOptions().setWrite(true).setTruncateExisting(true))
                .chain(opened -> count(id)
                        .chain(count -> Multi.createFrom().range(0, count)
                                .onItem().transformToUniAndConcatenate(ordinal -> read(id, ordinal).chain(opened::write))
                                .onItem().ignoreAsUni())
                        .eventually(opened::close));
    }

    /** Returns the statement that deletes the image of a video, if it has one. */
    static SqlStatement deletion(VideoId id) {
        return new SqlStatement("delete from reference_image_part where video_id = $1", List.of(id.value()));
    }

    private static Multi<Buffer> parts(AsyncFile file) {
        return file.setReadBufferSize(PART_BYTES).toMulti();
    }

    private static Uni<Void> insert(SqlConnection connection, String videoId, int ordinal, Buffer bytes) {
        return connection.preparedQuery("insert into reference_image_part values ($1, $2, $3)")
                .execute(Tuple.of(videoId, ordinal, bytes.getDelegate())).replaceWithVoid();
    }

    private static Uni<Integer> count(VideoId id) {
        return Panache.getSession().chain(session -> session
                .createNativeQuery("select count(*) from reference_image_part where video_id = :id", Long.class)
                .setParameter("id", id.value()).getSingleResult()).map(Long::intValue);
    }

    private static Uni<Buffer> read(VideoId id, int ordinal) {
        return Panache.getSession().chain(session -> session
                .createNativeQuery("select bytes from reference_image_part where video_id = :id and ordinal = :ordinal",
                        byte[].class)
                .setParameter("id", id.value()).setParameter("ordinal", ordinal).getSingleResultOrNull())
                .onItem().ifNull().failWith(() -> new LeaseLostException(id))
                .map(Buffer::buffer);
    }
}
