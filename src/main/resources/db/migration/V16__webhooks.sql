-- Where owners want their events sent.
create table webhook_endpoint (
    id              text        primary key,
    owner           text        not null,
    url             text        not null,
    events          text[],                       -- the wanted types; null for all
    description     text        not null default '',
    status          text        not null default 'enabled', -- or disabled
    disabled_reason text,                         -- owner, gone or failing
    secret          text        not null,
    previous_secret text,                         -- signs beside the secret until previous_until
    previous_until  timestamptz,
    failing_since   timestamptz,                  -- the first failure since the last success
    created_at      timestamptz not null default now()
);
create index webhook_endpoint_owner on webhook_endpoint (owner, created_at);

-- Signs the events that go to the URL of one video.
create table webhook_secret (
    owner  text primary key,
    secret text not null
);

alter table video add column webhook_url text;

create table webhook_event (
    id         text        primary key,
    owner      text        not null,
    video_id   text,                              -- null for a test; the event outlives its video
    type       text        not null,
    body       text        not null,              -- as sent
    created_at timestamptz not null default now()
);
create index webhook_event_created on webhook_event (created_at);

-- One event for one receiver: an endpoint, or the URL of a video.
create table webhook_delivery (
    id               text        primary key,
    event_id         text        not null references webhook_event (id) on delete cascade,
    owner            text        not null,
    endpoint_id      text        references webhook_endpoint (id) on delete cascade,
    url              text,                        -- without an endpoint
    destination      text        not null,        -- what is sent to it at once is limited
    status           text        not null default 'pending', -- or delivered, or failed
    due              timestamptz default now(),   -- of the next try; the end of the lease during a try; null at the end
    lease            text,                        -- of the claim that tries it
    tries            integer     not null default 0,
    last_status_code integer,
    last_error       text,
    last_response    text,
    tried_at         timestamptz,
    delivered_at     timestamptz,
    created_at       timestamptz not null default now()
);
create index webhook_delivery_event on webhook_delivery (event_id);
create index webhook_delivery_endpoint on webhook_delivery (endpoint_id, created_at, id);
create index webhook_delivery_due on webhook_delivery (destination, due) where due is not null;
create index webhook_delivery_lease on webhook_delivery (destination) where lease is not null;

-- Wakes the nodes when a delivery becomes due at once.
create function announce_webhook_delivery() returns trigger language plpgsql as $$
begin
    perform pg_notify('reelay_webhook', '');
    return null;
end
$$;

create trigger webhook_delivery_due after insert or update of due on webhook_delivery
    for each row when (new.due <= now()) execute function announce_webhook_delivery();
