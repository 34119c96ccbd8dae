package dev.reelay.content;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import io.vertx.core.Vertx;

import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;

/** Makes the archive that the configuration names. */
class ArchiveStorageProducer {
    private ArchiveStorageProducer() {
    }

    /** @throws IllegalArgumentException for an S3 without a bucket */
    @Produces
    @Singleton
    static ArchiveStorage archive(ArchiveConfig config, ContentConfig content, Vertx vertx, Instance<S3AsyncClient> s3) {
        return switch (config.kind()) {
            case NONE -> new NoArchive();
            case DISK -> new DiskArchive(config.directory(), vertx, content.idleTimeout());
            case S3 -> new S3Archive(ready(s3.get()), config.bucket().orElseThrow(() -> new IllegalArgumentException(
                    "reelay.archive.type is s3, but reelay.archive.bucket is not set")), vertx,
                    content.idleTimeout());
        };
    }

    /** Made now: it takes a second, which no event loop has. */
    private static S3AsyncClient ready(S3AsyncClient client) {
        client.serviceName();
        return client;
    }

    /**
     * A host per bucket, and checksums in trailers, are beyond many stores that speak S3 otherwise; what is stored is
     * verified by its length.
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
