-- No statement needs the open videos of all owners in the order of their creates any more. Each write of an open video wrote an
-- entry to this index, and the plans of a nearly empty database preferred it to those that have exactly the waiting videos.
drop index video_open;
