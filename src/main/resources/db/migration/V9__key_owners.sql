-- The owner of the videos that a key creates. It may differ from the key's name, so that a key can be renamed and several keys
-- can share their videos. A key without an owner owns its videos under its name, as all keys did before.
alter table access_key add column owner text;
update access_key set owner = name;

-- An older node inserts keys without an owner.
create function set_access_key_owner() returns trigger language plpgsql as $$
begin
    new.owner := new.name;
    return new;
end
$$;

create trigger access_key_owner before insert on access_key
    for each row when (new.owner is null) execute function set_access_key_owner();

alter table access_key alter column owner set not null;
