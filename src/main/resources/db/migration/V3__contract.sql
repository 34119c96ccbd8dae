-- What a create may bring along beside the video itself.
alter table video
    add column idempotency_key     text,        -- of the create, unique per owner for 24 hours
    add column fingerprint         bytea,       -- SHA-256 over the parts of the create
    add column deadline_at         timestamptz, -- the create's own, where it named one
    add column upstream_request_id text;        -- of the answer by which the upstream failed it

create index video_idempotency_key on video (owner, idempotency_key) where idempotency_key is not null;
create index video_fingerprint on video (owner, fingerprint, created_at);
create index video_list on video (owner, created_at, id);

-- When a key created videos, for its limit per minute: it outlives a deleted video. Rows leave with the minute.
create table creation (
    owner      text        not null,
    created_at timestamptz not null default clock_timestamp()
);
create index creation_owner on creation (owner, created_at);

-- Signs tickets on every node alike.
create table signing_secret (
    name  text  primary key,
    value bytea not null
);
