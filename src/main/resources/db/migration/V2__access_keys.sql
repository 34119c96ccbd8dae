-- The key that is generated where none is configured. The key itself is never stored.
create table access_key (
    name       text        primary key,
    sha256     bytea       not null,
    created_at timestamptz not null default now()
);
