-- An account's cooldown by its new name. Nodes write both columns and read the later one, because older nodes know the old
-- column only.
alter table upstream_account add column cooldown_until timestamptz not null default '-infinity';

-- The load of accounts, as claims, permits and metrics count it. Accounts that have not been used yet have no row.
--   permit_window   the time for which a request counts against the limit
--   requests        the requests within that window
--   oldest_request  the time of the first of them
--   videos          the videos that occupy a slot: open ones, and ended ones that the upstream may still work on
--   unsent          the videos among them whose create has not been sent yet
--   creates         the videos among them whose create is about to be sent by a node, or being sent
create function account_load(names text[], permit_window interval)
    returns table (name text, paused_until timestamptz, cooldown_until timestamptz, requests bigint,
        oldest_request timestamptz, videos bigint, unsent bigint, creates bigint)
    language sql stable as $$
    select a.name, a.paused_until, greatest(a.cooldown_until, a.set_aside_until), sent.requests, sent.oldest_request,
        held.videos, held.unsent, held.creates
    from upstream_account a,
        lateral (select count(*) as requests, min(r.sent_at) as oldest_request from upstream_request r
            where r.account = a.name and r.sent_at > clock_timestamp() - permit_window) sent,
        lateral (select count(*) as videos, count(*) filter (where v.status = 'SUBMITTED') as unsent,
                count(*) filter (where v.status in ('SUBMITTED', 'SUBMITTING') and v.lease_owner is not null) as creates
            from video v where v.account = a.name
                and (v.status not in ('COMPLETED', 'FAILED') or v.occupied_until > clock_timestamp())) held
    where a.name = any(names)
$$;

-- The creates that an account is about to send: of videos that it has, and of waiting videos of its models for which it has
-- free slots.
create function expected_creates(creates bigint, free_slots bigint, models text[]) returns bigint language sql stable as $$
    select creates + (select count(*) from (
        select from video where status = 'SUBMITTED' and account is null and not_before <= clock_timestamp() and model = any(models)
        limit greatest(0, free_slots)) waiting)
$$;

-- Grants one request to an account and returns 0, or returns the milliseconds after which to ask again. A request that
-- leaves room gets a permit only if enough remain for the expected creates. The lock on the account's row makes the count
-- exact over all nodes.
create function take_upstream_permit_2(the_account text, per_minute integer, concurrent integer, models text[],
    leaves_room boolean, permit_window interval) returns bigint language plpgsql as $$
declare
    state record;
begin
    insert into upstream_account (name) values (the_account) on conflict do nothing;
    perform from upstream_account where name = the_account for update;
    select * into state from account_load(array[the_account], permit_window);
    if state.paused_until > clock_timestamp() then
        return greatest(1, ceil(extract(epoch from state.paused_until - clock_timestamp()) * 1000));
    end if;
    delete from upstream_request where account = the_account and sent_at <= clock_timestamp() - permit_window;
    if state.requests >= per_minute then
        return greatest(1, ceil(extract(epoch from state.oldest_request + permit_window - clock_timestamp()) * 1000));
    end if;
    if leaves_room and state.requests + expected_creates(state.creates,
            case when state.cooldown_until <= clock_timestamp() then concurrent - state.videos else 0 end, models) >= per_minute then
        return 1000; -- the creates are sent soon, or cannot be
    end if;
    insert into upstream_request (account) values (the_account);
    return 0;
end
$$;
