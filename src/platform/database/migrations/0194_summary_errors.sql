-- A summary that no model could write was taken from the document by rule, as if none were configured.

alter table knowledge_documents add column if not exists summary_error text;
comment on column knowledge_documents.summary_error is 'Why no model could write the summary; null where one did, or none was asked.';
