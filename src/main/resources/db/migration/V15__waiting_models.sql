-- The waiting videos of a model: what is done for one model reads no videos of others, however many wait.
create index video_waiting_of_model on video (model, created_at) where status = 'SUBMITTED' and account is null;

-- The ids of the oldest videos that wait for one of these models, at most limit_each of each model.
create function waiting_videos(models text[], limit_each bigint) returns table (id text, created_at timestamptz)
    language sql stable as $$
    select oldest.id, oldest.created_at from unnest(models) name, lateral (
        select v.id, v.created_at from video v
        where v.status = 'SUBMITTED' and v.account is null and v.not_before <= clock_timestamp() and v.model = name
        order by v.created_at limit greatest(0, limit_each)) oldest
$$;

-- The successor of expected_creates (V8).
create function expected_creates_2(creates bigint, free_slots bigint, models text[]) returns bigint language sql stable as $$
    select creates + least(greatest(0, free_slots), (select count(*) from waiting_videos(models, free_slots)))
$$;

-- The successor of take_upstream_permit_2 (V8): it differs in the use of expected_creates_2.
create function take_upstream_permit_3(the_account text, per_minute integer, concurrent integer, models text[],
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
    if leaves_room and state.requests + expected_creates_2(state.creates,
            case when state.cooldown_until <= clock_timestamp() then concurrent - state.videos else 0 end, models) >= per_minute then
        return 1000; -- the creates are sent soon, or cannot be
    end if;
    insert into upstream_request (account) values (the_account);
    return 0;
end
$$;
