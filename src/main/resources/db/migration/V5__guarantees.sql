-- How long the last videos took is asked at each create, and of each one that waits.
create index video_completed on video (completed_at) where status = 'COMPLETED';

-- An account keeps what it made: those that occupy it are few among them, and counted at each claim.
drop index video_account;
create index video_occupied on video (account)
    where account is not null and (status not in ('COMPLETED', 'FAILED') or occupied_until is not null);

-- The creates that an account is about to send: of videos that it was given, and of those that wait and that it has
-- places for.
create function creates_to_come(the_account text, concurrent integer) returns bigint language sql stable as $$
    select given + (select count(*) from (
            select from video where status = 'SUBMITTED' and account is null and not_before <= clock_timestamp()
                and exists (select from upstream_account where name = the_account and set_aside_until <= clock_timestamp())
            limit greatest(0, concurrent - taken)) waiting)
    from (select count(*) as taken,
            count(*) filter (where status in ('SUBMITTED', 'SUBMITTING') and lease_owner is not null) as given
        from video where account = the_account
            and (status not in ('COMPLETED', 'FAILED') or occupied_until > clock_timestamp())) mine
$$;

-- Grants one request to an account, or says how many milliseconds to wait for it. A poll leaves room for the creates to
-- come. A second more than a minute, since the upstream counts arrivals and this counts departures.
drop function take_upstream_permit(text, integer, boolean);
create function take_upstream_permit(the_account text, per_minute integer, concurrent integer, is_poll boolean)
    returns bigint language plpgsql as $$
declare
    pause_end timestamptz;
    used      integer;
    oldest    timestamptz;
begin
    insert into upstream_account (name) values (the_account) on conflict do nothing;
    select paused_until into pause_end from upstream_account where name = the_account for update;
    if pause_end > clock_timestamp() then
        return greatest(1, ceil(extract(epoch from pause_end - clock_timestamp()) * 1000));
    end if;
    delete from upstream_request where account = the_account and sent_at <= clock_timestamp() - interval '61 seconds';
    select count(*), min(sent_at) into used, oldest from upstream_request where account = the_account;
    if used >= per_minute then
        return greatest(1, ceil(extract(epoch from oldest + interval '61 seconds' - clock_timestamp()) * 1000));
    end if;
    if is_poll and used + creates_to_come(the_account, concurrent) >= per_minute then
        return 1000; -- they are sent soon, or cannot be
    end if;
    insert into upstream_request (account) values (the_account);
    return 0;
end
$$;
