-- The changes of an owner's videos are numbered in the order of their commits: the number is taken under a lock that is
-- held until the commit, so that who has read up to a number has missed nothing before it.
create sequence video_change;
alter table video add column position bigint not null default 0; -- of its last visible change
update video set position = nextval('video_change');
create index video_feed on video (owner, position);

create function number_video_change() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(new.owner, 3));
    new.position := nextval('video_change');
    return new;
end
$$;

create trigger video_insert_numbered before insert on video
    for each row execute function number_video_change();
create trigger video_change_numbered before update on video
    for each row when (new.version <> old.version) execute function number_video_change();

-- As before, and now with whose it is: who watches all videos of an owner hears of it too.
create or replace function announce_video() returns trigger language plpgsql as $$
begin
    perform pg_notify('reelay_video', new.id || ' ' || new.version || ' ' || new.owner);
    return null;
end
$$;
