-- Whether the progress is an estimate, because the upstream states none.
alter table video add column progress_estimated boolean not null default false;

-- The latest completed videos of a model say how long it takes.
create index video_completed_of_model on video (model, completed_at desc) where status = 'COMPLETED';
