-- A streamed body is hashed while it is read, so the answer is kept with what it answered, and in its own media type.
alter table app.idempotency_keys add column content_hash bytea;
alter table app.idempotency_keys add column content_type text;

-- Where the file of an import lies follows from the id of the import.
alter table lead_imports drop column storage_path;
