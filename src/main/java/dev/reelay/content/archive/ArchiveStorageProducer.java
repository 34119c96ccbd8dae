package dev.reelay.content.archive;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.vertx.core.Vertx;

import dev.reelay.content.ArchiveReader;

import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Produces the storage that {@link ArchiveConfig#kind} selects. */
class ArchiveStorageProducer {
    private ArchiveStorageProducer() {
    }

    /** @throws IllegalArgumentException if the storage is {@code s3} and no bucket is set */
    @Produces
    @Singleton
    static ArchiveStorage archive(ArchiveConfig config, Vertx vertx, Instance<S3AsyncClient> s3) {
        return switch (config.kind()) {
            case NONE -> new NoArchive();
            case DISK -> new DiskArchive(config.directory(), vertx, config.idleTimeout());
            case S3 -> new S3Archive(ready(s3.get()), config.bucket().orElseThrow(() -> new IllegalArgumentException(
                    "reelay.archive.type is s3, but reelay.archive.bucket is not set")), vertx,
                    config.idleTimeout());
        };
    }

    /** Creates the lazy client now, because that takes about a second and would block an event loop later. */
    private static S3AsyncClient ready(S3AsyncClient client) {
        client.serviceName();
        return client;
    }

    /**
     * Produces a client for any S3-compatible store: many of them support neither a host name per bucket nor checksums in
     * trailers. {@link ArchiveReader} verifies the length of each file instead.
     */
    @Produces
    @ApplicationScoped
    static S3AsyncClient client(S3AsyncClientBuilder builder) {
        return builder.forcePathStyle(true)
                .serviceConfiguration(S3Configuration.builder().build())
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .build();
    }
}
