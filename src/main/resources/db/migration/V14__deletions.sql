-- The deleted videos of an owner, numbered in the sequence of its changes, so that its feed tells that they are gone. The rows
-- are kept for a week; see VideoRetention.
create table deleted_video (
    owner      text        not null,
    position   bigint      not null,
    id         text        not null,
    deleted_at timestamptz not null default now(),
    primary key (owner, position)
);
create index deleted_video_age on deleted_video (deleted_at);

-- Who deletes does not matter: a request, the retention, or an older node. The lock and the notification are those of V6. This
-- trigger runs after the statement has all its rows, so that who waits for a row does not hold the lock of an owner.
create function record_video_deletion() returns trigger language plpgsql as $$
begin
    perform pg_advisory_xact_lock(hashtextextended(old.owner, 3));
    insert into deleted_video (owner, position, id) values (old.owner, nextval('video_change'), old.id);
    perform pg_notify('reelay_video', old.id || ' ' || old.version + 1 || ' ' || old.owner);
    return null;
end
$$;

create trigger video_deletion_recorded after delete on video
    for each row execute function record_video_deletion();
