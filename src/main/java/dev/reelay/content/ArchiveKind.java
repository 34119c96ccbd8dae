package dev.reelay.content;

/** Where finished videos are kept. */
enum ArchiveKind {
    NONE,
    DISK,
    S3
}
