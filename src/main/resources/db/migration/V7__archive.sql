-- Where the content of a completed video is to be had, and for how long. None of it is progress: the version stays.
alter table video
    add column expires_at     timestamptz, -- the upstream's copy goes, as far as it says so
    -- To be fetched into the archive, not before then. A claim pushes it ahead, so it is a lease as well: when its node
    -- dies, another one tries.
    add column archive_due    timestamptz,
    add column archive_tries  integer not null default 0,
    add column archived_at    timestamptz, -- null where the archive has nothing
    add column archived_bytes bigint;

create index video_archive_due on video (archive_due) where archive_due is not null;
