-- A create counts the open videos of its owner, and the videos that wait before it. Each index has exactly those.
create index video_open_of_owner on video (owner, created_at) where status not in ('COMPLETED', 'FAILED');
create index video_waiting on video (created_at, id) where status in ('SUBMITTED', 'SUBMITTING');

-- Begins the transaction of a create: takes its locks, and reads all that the create needs before it stores the video. The
-- statements of a function each see what was committed before them, so those after a lock see the creates that held it.
--   the_key           the idempotency key, or '' without one
--   repetition        whether a video with the same fingerprint is that of this create
--   lifetime          the seconds for which a video is found by its key or fingerprint
--   creates_of_key    whether to count the creates of the_key_id and not those of the owner
--   videos_of_key     likewise for the open videos
--   rate_window       the seconds for which a create is counted
--   budget_period     of the budget of the_key_id, or '' without one
-- Returns one row:
--   in_flight         true if another transaction has the lock on the idempotency key; the other columns are then null
--   existing          the id of the earlier video, or null; if there is one, the columns below are null
--   creates           the ages of the counted creates, newest first; all ages and durations are in milliseconds
--   open_videos       the number of open videos
--   oldest_age        the age of the oldest of them, or null
--   spent, reserved   the money of the budget (V20)
--   waiting           the number of videos that wait, of all owners
--   durations         the durations of the last completed videos
create function begin_create(the_owner text, the_key text, the_fingerprint bytea, repetition boolean, lifetime double precision,
    the_key_id text, creates_of_key boolean, videos_of_key boolean, rate_window double precision, budget_period text,
    samples integer,
    out in_flight boolean, out existing text, out creates bigint[], out open_videos bigint, out oldest_age bigint,
    out spent numeric, out reserved numeric, out waiting bigint, out durations bigint[])
    language plpgsql as $$
begin
    in_flight := the_key <> '' and not pg_try_advisory_xact_lock(hashtextextended(the_owner || chr(10) || the_key, 2));
    if in_flight then
        return;
    end if;
    perform pg_advisory_xact_lock(hashtextextended(the_owner, 1));
    if the_key <> '' then
        select id into existing from video where owner = the_owner and idempotency_key = the_key
            and created_at > now() - make_interval(secs => lifetime) order by created_at desc limit 1;
    elsif repetition then
        select id into existing from video where owner = the_owner and fingerprint = the_fingerprint
            and created_at > now() - make_interval(secs => lifetime) order by created_at desc limit 1;
    end if;
    if existing is not null then
        return;
    end if;
    creates := array(select cast(extract(epoch from clock_timestamp() - c.created_at) * 1000 as bigint) from creation c
        where c.owner = the_owner and c.created_at > clock_timestamp() - make_interval(secs => rate_window)
            and (c.key_id = the_key_id or not creates_of_key) order by c.created_at desc);
    select count(*), extract(epoch from now() - min(created_at)) * 1000 into open_videos, oldest_age from video
        where owner = the_owner and status not in ('COMPLETED', 'FAILED') and (key_id = the_key_id or not videos_of_key);
    if budget_period <> '' then
        select money.spent, money.reserved into spent, reserved from key_spending(the_key_id, budget_period) money;
    end if;
    select count(*) into waiting from video where status in ('SUBMITTED', 'SUBMITTING');
    durations := array(select cast(extract(epoch from completed_at - created_at) * 1000 as bigint) from video
        where status = 'COMPLETED' order by completed_at desc limit samples);
end
$$;
