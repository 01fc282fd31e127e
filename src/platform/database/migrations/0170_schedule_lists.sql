-- An owner's schedules that are over are kept for months: what is listed or counted among them by status or kind is looked up.

create index scheduled_jobs_by_status on scheduled_jobs (user_id, status, created_at desc, id desc);
create index scheduled_jobs_by_kind on scheduled_jobs (user_id, job_type, created_at desc, id desc);
