-- Who wrote the summary of a document.
alter table knowledge_documents add column if not exists summary_ai boolean;
comment on column knowledge_documents.summary_ai is 'Whether a model wrote the summary; false for sentences taken from the document by rule, null where it came from elsewhere.';
