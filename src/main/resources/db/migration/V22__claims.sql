-- A claim finds the videos without a node by these, and those of an expired node by video_lease_owner. It no longer reads all
-- open videos, of which nearly all have a live node.
create index video_unclaimed on video (created_at)
    where lease_owner is null and account is not null and status not in ('COMPLETED', 'FAILED');
create index video_unclaimed_deadline on video (deadline_at)
    where lease_owner is null and deadline_at is not null and status not in ('COMPLETED', 'FAILED');
