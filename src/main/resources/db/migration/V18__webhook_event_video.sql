-- Finds the deliveries of a video.
create index webhook_event_video on webhook_event (video_id) where video_id is not null;
