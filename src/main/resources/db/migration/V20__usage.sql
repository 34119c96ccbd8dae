-- What a video costs, and which key pays. A node of the former version leaves all of this empty.
alter table video
    add column key_id         text,
    add column cost           numeric, -- USD: the price of an open video, then what it costs; null without a price
    add column charge         numeric, -- USD that the provider says it charged
    add column may_be_billed  boolean not null default false, -- a failed video that the provider may bill
    add column cost_uncertain numeric; -- USD that a failed video may cost beside cost

alter table creation add column key_id text;

-- One row for each video that has ended. It outlives the video.
create table usage_ledger (
    video_id  text        primary key,
    ended_at  timestamptz not null,
    owner     text        not null,
    key_id    text        not null, -- empty if it is not known
    model     text        not null,
    account   text        not null, -- empty if no account had the video
    status    text        not null, -- completed, failed or cancelled
    seconds   integer     not null, -- of a completed video, otherwise 0
    cost      numeric     not null,
    uncertain numeric     not null
);

-- The sums of the ledger for each hour, day and month of UTC.
create table usage_sum (
    bucket    text        not null, -- hour, day or month
    start     timestamptz not null,
    owner     text        not null,
    key_id    text        not null,
    model     text        not null,
    account   text        not null,
    status    text        not null,
    videos    bigint      not null,
    seconds   bigint      not null,
    cost      numeric     not null,
    uncertain numeric     not null,
    primary key (bucket, start, owner, key_id, model, account, status)
);
create index usage_sum_key on usage_sum (key_id, bucket, start);

create index video_key on video (key_id) where key_id is not null and status not in ('COMPLETED', 'FAILED');

-- The USD that a key has spent since the start of the day or the month, or in total, and what its open videos may cost. Both are
-- read at once, so that a video that ends meanwhile counts once. An uncertain cost counts as spent.
create function key_spending(the_key text, period text) returns table (spent numeric, reserved numeric) language sql stable as $$
    select (select coalesce(sum(cost + uncertain), 0) from usage_sum
            where key_id = the_key and bucket = case period when 'day' then 'day' else 'month' end
                and start >= case period when 'total' then '-infinity' else date_trunc(period, now(), 'UTC') end),
        (select coalesce(sum(cost), 0) from video where key_id = the_key and status not in ('COMPLETED', 'FAILED'))
$$;

-- The thresholds that a budget has passed, so that each is announced once.
create table budget_alert (
    key_id       text        not null,
    period       text        not null,
    period_start timestamptz not null,
    amount       numeric     not null,
    threshold    integer     not null, -- percent
    created_at   timestamptz not null default now(),
    primary key (key_id, period, period_start, amount, threshold)
);

-- Who ends a video does not matter: a node, a cancel, or an older node.
create function settle_video_cost() returns trigger language plpgsql as $$
begin
    if new.status = 'FAILED' then
        if new.may_be_billed and new.charge is null then
            new.cost_uncertain := new.cost;
        end if;
        new.cost := new.cost * 0; -- null without a price
    end if;
    new.cost := coalesce(new.charge, new.cost);
    return new;
end
$$;

create trigger video_cost_settled before update on video
    for each row when (new.status in ('COMPLETED', 'FAILED') and old.status not in ('COMPLETED', 'FAILED'))
    execute function settle_video_cost();

create function record_usage() returns trigger language plpgsql as $$
declare
    entry usage_ledger;
begin
    insert into usage_ledger
    values (new.id, now(), new.owner, coalesce(new.key_id, ''), new.model, coalesce(new.account, ''),
        case when new.status = 'COMPLETED' then 'completed' when new.error_code = 'cancelled' then 'cancelled' else 'failed' end,
        case when new.status = 'COMPLETED' and new.seconds ~ '^\d{1,6}$' then cast(new.seconds as integer) else 0 end,
        coalesce(new.cost, 0), coalesce(new.cost_uncertain, 0))
    returning * into entry;
    insert into usage_sum as total
    select bucket, date_trunc(bucket, entry.ended_at, 'UTC'), entry.owner, entry.key_id, entry.model, entry.account, entry.status,
        1, entry.seconds, entry.cost, entry.uncertain
    from unnest(array['hour', 'day', 'month']) bucket
    on conflict (bucket, start, owner, key_id, model, account, status) do update
        set videos = total.videos + 1, seconds = total.seconds + excluded.seconds, cost = total.cost + excluded.cost,
            uncertain = total.uncertain + excluded.uncertain;
    return null;
end
$$;

create trigger video_usage_recorded after update on video
    for each row when (new.status in ('COMPLETED', 'FAILED') and old.status not in ('COMPLETED', 'FAILED'))
    execute function record_usage();
