-- True for a reference image in WebP. Its image_type is PNG, because a node of the former version knows no other one.
alter table video add column image_webp boolean not null default false;
