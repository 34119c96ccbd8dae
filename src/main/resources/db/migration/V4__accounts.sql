-- An account at the upstream, as all nodes see it. Whoever claims for it or sends for it locks its row.
create table upstream_account (
    name         text        primary key,
    paused_until timestamptz not null default '-infinity',   -- sends nothing
    set_aside_until timestamptz not null default '-infinity' -- is given no videos
);

-- The requests of the last minute: exact where a token bucket, which bursts full and then refills, would not be.
create table upstream_request (
    account text        not null references upstream_account (name) on delete cascade,
    sent_at timestamptz not null default clock_timestamp()
);
create index upstream_request_account on upstream_request (account, sent_at);

alter table video
    add column account       text,        -- that has it, or is about to; the waiting have none
    add column occupied_until timestamptz; -- it ended here, but the upstream may still be at it
create index video_account on video (account) where account is not null;

-- Grants one request to an account, or says how many milliseconds to wait for it. A poll leaves room for the creates
-- that are about to be sent. A second more than a minute, since the upstream counts arrivals and this counts departures.
create function take_upstream_permit(the_account text, per_minute integer, is_poll boolean) returns bigint
language plpgsql as $$
declare
    pause_end timestamptz;
    used      integer;
    kept_free integer := 0;
    oldest    timestamptz;
begin
    insert into upstream_account (name) values (the_account) on conflict do nothing;
    select paused_until into pause_end from upstream_account where name = the_account for update;
    if pause_end > clock_timestamp() then
        return greatest(1, ceil(extract(epoch from pause_end - clock_timestamp()) * 1000));
    end if;
    delete from upstream_request where account = the_account and sent_at <= clock_timestamp() - interval '61 seconds';
    select count(*), min(sent_at) into used, oldest from upstream_request where account = the_account;
    if is_poll then
        select count(*) into kept_free from video
            where account = the_account and status in ('SUBMITTED', 'SUBMITTING') and lease_owner is not null;
    end if;
    if used + kept_free < per_minute then
        insert into upstream_request (account) values (the_account);
        return 0;
    end if;
    return greatest(1, ceil(extract(epoch from coalesce(oldest, clock_timestamp()) + interval '61 seconds' - clock_timestamp()) * 1000));
end
$$;
