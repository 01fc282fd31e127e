-- Records that are kept for a time: the oldest are looked for every few minutes.

create index if not exists ai_usage_oldest on ai_usage (at);
create index if not exists secret_audit_logs_oldest on secret_audit_logs (created_at);
