-- The number of running videos of each account: the sum of its rows here. Each begin and each end of a running video adds a row
-- in its own transaction, so that none waits for another; a claim replaces many rows of an account by their sum. So claims,
-- permits and metrics do not read the running videos, which are nearly all open ones.
create table account_running (
    account text   not null, -- '' without one
    videos  bigint not null  -- the change: 1, -1 or a sum
);
create index account_running_account on account_running (account);

create function count_running_video() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' and old.status = 'IN_PROGRESS' then
        insert into account_running values (coalesce(old.account, ''), -1);
    end if;
    if tg_op <> 'DELETE' and new.status = 'IN_PROGRESS' then
        insert into account_running values (coalesce(new.account, ''), 1);
    end if;
    return null;
end
$$;

create trigger video_insert_counted after insert on video
    for each row when (new.status = 'IN_PROGRESS') execute function count_running_video();
create trigger video_change_counted after update on video
    for each row when ((old.status = 'IN_PROGRESS' or new.status = 'IN_PROGRESS')
        and (old.status <> new.status or old.account is distinct from new.account)) execute function count_running_video();
create trigger video_deletion_counted after delete on video
    for each row when (old.status = 'IN_PROGRESS') execute function count_running_video();

-- The triggers have locked the table, so that no video begins or ends before the commit.
insert into account_running select coalesce(account, ''), count(*) from video where status = 'IN_PROGRESS' group by account;

-- What an account has beside its running videos: those that it has not accepted, and ended ones that it may still work on.
create index video_unaccepted on video (account) where account is not null and status in ('SUBMITTED', 'SUBMITTING');
create index video_ended_occupied on video (account, occupied_until)
    where account is not null and occupied_until is not null and status in ('COMPLETED', 'FAILED');

-- The successor of account_load (V8): it reads no running video. Nodes of the former version still use that one, and its index
-- video_occupied.
create function account_load_2(names text[], permit_window interval)
    returns table (name text, paused_until timestamptz, cooldown_until timestamptz, requests bigint,
        oldest_request timestamptz, videos bigint, unsent bigint, creates bigint)
    language sql stable as $$
    select a.name, a.paused_until, greatest(a.cooldown_until, a.set_aside_until), sent.requests, sent.oldest_request,
        unaccepted.videos + running.videos + ended.videos, unaccepted.unsent, unaccepted.creates
    from upstream_account a,
        lateral (select count(*) as requests, min(r.sent_at) as oldest_request from upstream_request r
            where r.account = a.name and r.sent_at > clock_timestamp() - permit_window) sent,
        lateral (select count(*) as videos, count(*) filter (where v.status = 'SUBMITTED') as unsent,
                count(*) filter (where v.lease_owner is not null) as creates
            from video v where v.account = a.name and v.status in ('SUBMITTED', 'SUBMITTING')) unaccepted,
        lateral (select cast(coalesce(sum(r.videos), 0) as bigint) as videos from account_running r where r.account = a.name) running,
        lateral (select count(*) as videos from video v where v.account = a.name and v.status in ('COMPLETED', 'FAILED')
            and v.occupied_until > clock_timestamp()) ended
    where a.name = any(names)
$$;

-- The successor of take_upstream_permit_3 (V15): it differs in the use of account_load_2.
create function take_upstream_permit_4(the_account text, per_minute integer, concurrent integer, models text[],
    leaves_room boolean, permit_window interval) returns bigint language plpgsql as $$
declare
    state record;
begin
    insert into upstream_account (name) values (the_account) on conflict do nothing;
    perform from upstream_account where name = the_account for update;
    select * into state from account_load_2(array[the_account], permit_window);
    if state.paused_until > clock_timestamp() then
        return greatest(1, ceil(extract(epoch from state.paused_until - clock_timestamp()) * 1000));
    end if;
    delete from upstream_request where account = the_account and sent_at <= clock_timestamp() - permit_window;
    if state.requests >= per_minute then
        return greatest(1, ceil(extract(epoch from state.oldest_request + permit_window - clock_timestamp()) * 1000));
    end if;
    if leaves_room and state.requests + expected_creates_2(state.creates,
            case when state.cooldown_until <= clock_timestamp() then concurrent - state.videos else 0 end, models) >= per_minute then
        return 1000; -- the creates are sent soon, or cannot be
    end if;
    insert into upstream_request (account) values (the_account);
    return 0;
end
$$;

-- Claims waiting videos for accounts, oldest first, for each as many of its models as it has free slots and permits. Claims none
-- for an account that is paused or in cooldown, so that another account can have them. The locks on the accounts' rows make the
-- counts exact over all nodes; nothing is locked while no video waits.
--   names, per_minute, concurrent   the accounts in the order in which they get videos, and their limits; 0 per minute: none
--   models                          the models of each account, as a JSON array of strings
create function claim_waiting_videos(the_node text, names text[], per_minute integer[], concurrent integer[], models text[],
    permit_window interval) returns setof video language plpgsql
    set plan_cache_mode = force_generic_plan -- planning each call takes longer than the claim
    as $$
declare
    free record;
begin
    if not exists (select from video where status = 'SUBMITTED' and account is null) then
        return;
    end if;
    -- In one order on all nodes, because two inserts of new names in other orders would wait for each other.
    insert into upstream_account (name) select each from unnest(names) each
        where not exists (select from upstream_account known where known.name = each) order by each on conflict do nothing;
    perform from upstream_account a where a.name = any(names) order by a.name for update;
    with gone as (
        delete from account_running where account in (
            select r.account from account_running r where r.account = any(names) group by r.account having count(*) > 100)
        returning account, videos)
    insert into account_running select account, sum(videos) from gone group by account;
    for free in
        select load.name, array(select jsonb_array_elements_text(cast(limits.models as jsonb))) as models,
            greatest(0, least(limits.concurrent - load.videos, case when limits.per_minute = 0 then limits.concurrent
                else limits.per_minute - load.unsent - load.requests end)) as slots
        from account_load_2(names, permit_window) load
            join unnest(names, per_minute, concurrent, models) with ordinality
                as limits (account, per_minute, concurrent, models, rank) on limits.account = load.name
        where load.paused_until <= clock_timestamp() and load.cooldown_until <= clock_timestamp() order by limits.rank
    loop
        return query update video v set lease_owner = the_node, lease_token = v.lease_token + 1, account = free.name
            where v.id in (
                select w.id from video w
                where w.status = 'SUBMITTED' and w.account is null and w.id = any(array(
                    select waiting.id from waiting_videos(free.models, free.slots) waiting
                    order by waiting.created_at limit free.slots))
                for update skip locked)
            returning v.*;
    end loop;
end
$$;
