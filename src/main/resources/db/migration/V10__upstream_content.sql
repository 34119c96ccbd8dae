-- Where the upstream keeps the content of a completed video, if it names a URL. It may be signed, so it is never shown.
alter table video add column content_url text;
