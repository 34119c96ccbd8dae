-- Ended videos whose upstream still has to be told to stop, so that they are not paid for.
alter table video
    add column cancel_due timestamptz,                  -- not earlier than this; null: there is nothing to stop
    add column cancel_tries integer not null default 0;

create index video_cancel_due on video (cancel_due) where cancel_due is not null;
