-- The keys that administrators issue. A key is never deleted, so that its id keeps its meaning in the audit and in sums.
create table issued_key (
    id                 text        primary key,
    name               text        not null,
    owner              text        not null,
    sha256             bytea       not null unique, -- of the secret, which is not stored
    last_four          text        not null,        -- characters of the secret, for people
    former_sha256      bytea       unique,          -- of the former secret, which is valid until former_until
    former_until       timestamptz,
    creates_per_minute integer,                     -- its own limits; null for those of its owner
    concurrent_videos  integer,
    models             text[],                      -- null for all
    budget             numeric,                     -- USD
    budget_period      text,                        -- day, month or total
    expires_at         timestamptz,
    revoked_at         timestamptz,
    metadata           jsonb       not null default '{}',
    created_at         timestamptz not null default now(),
    last_used_at       timestamptz
);
create index issued_key_created on issued_key (created_at, id);

-- What administrators did. A row is written in the transaction of the act.
create table audit_entry (
    id         text        primary key,
    admin      text        not null,
    action     text        not null,
    subject    text        not null,                -- the id of the key
    address    text        not null,                -- of the client
    before     jsonb,                               -- the settings; never a secret or a hash
    after      jsonb,
    created_at timestamptz not null default now()
);
create index audit_entry_created on audit_entry (created_at, id);
create index audit_entry_subject on audit_entry (subject, created_at, id);

-- Tells all nodes that a key has changed. A use changes only last_used_at, and nothing that a node needs to know.
create function announce_issued_key() returns trigger language plpgsql as $$
begin
    perform pg_notify('reelay_key', coalesce(new.id, old.id));
    return null;
end
$$;

create trigger issued_key_changed after insert or delete or update of name, owner, sha256, former_sha256, former_until,
    creates_per_minute, concurrent_videos, models, budget, budget_period, expires_at, revoked_at on issued_key
    for each row execute function announce_issued_key();
