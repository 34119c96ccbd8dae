-- How long the last videos took is asked at each create, and of each one that waits.
create index video_completed on video (completed_at) where status = 'COMPLETED';

-- An account keeps what it made: those that occupy it are few among them, and counted at each claim.
drop index video_account;
create index video_occupied on video (account)
    where account is not null and (status not in ('COMPLETED', 'FAILED') or occupied_until is not null);
