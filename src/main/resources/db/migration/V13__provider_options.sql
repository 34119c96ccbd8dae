-- Further fields of the create for providers, as JSON by dialect.
alter table video add column provider_options text;
