-- A running process. It proves that it lives by renewing lease_until, one write for all the videos that it holds.
create table node (
    id          text        primary key,
    lease_until timestamptz not null
);

-- One row per video, from the moment a create is accepted. All times are the database's.
create table video (
    id            text        primary key,
    owner         text        not null,           -- name of the API key
    version       bigint      not null default 1, -- grows by one at each visible change; the SSE event id
    status        text        not null check (status in ('SUBMITTED', 'SUBMITTING', 'IN_PROGRESS', 'COMPLETED', 'FAILED')),
    progress      integer     not null default 0 check (progress between 0 and 100),
    prompt        text        not null,
    model         text        not null,
    size          text        not null,
    seconds       text        not null,
    image_type    text,                           -- of the reference image, where there is one
    created_at    timestamptz not null default now(),
    accepted_at   timestamptz,                    -- the upstream took it: the deadline counts from here
    completed_at  timestamptz,
    error_code    text,
    error_message text,
    upstream_id   text,
    not_before    timestamptz not null default now(), -- the upstream asked to be left alone until then
    lease_owner   text        references node (id) on delete set null,
    lease_token   bigint      not null default 0  -- grows at each claim and fences the writes of a former owner
);

-- The claim looks for open videos only, oldest first.
create index video_open on video (created_at) where status not in ('COMPLETED', 'FAILED');
-- Those that nobody needs any more are found by their age.
create index video_settled on video (created_at) where status in ('COMPLETED', 'FAILED');
create index video_lease_owner on video (lease_owner) where lease_owner is not null;

-- The reference image of a video that the upstream does not have yet, in pieces, so that nobody holds it whole.
create table reference_image_part (
    video_id text    not null references video (id) on delete cascade,
    ordinal  integer not null,
    bytes    bytea   not null,
    primary key (video_id, ordinal)
);

-- Every visible change is announced by the transaction that makes it, whoever writes it.
create function announce_video() returns trigger language plpgsql as $$
begin
    perform pg_notify('reelay_video', new.id || ' ' || new.version);
    return null;
end
$$;

create trigger video_inserted after insert on video
    for each row execute function announce_video();
create trigger video_changed after update on video
    for each row when (new.version <> old.version) execute function announce_video();
