-- The queue of ended videos that have to be cancelled at their upstream, so that it does not charge them.
alter table video
    add column cancel_due timestamptz,                  -- time of the next attempt; null: nothing to cancel
    add column cancel_tries integer not null default 0;

create index video_cancel_due on video (cancel_due) where cancel_due is not null;
