-- Whether leads are worth a talk: by what an owner judges them, and what has been judged.

create table lead_rubrics (
  created_by uuid primary key,
  version integer not null default 1,
  rubric jsonb not null,
  updated_at timestamptz not null default now()
);
comment on table lead_rubrics is 'By what an owner judges leads: criteria with weights, rules and questions. Who has none judges by the default.';

create table lead_qualifications (
  id uuid primary key,
  created_by uuid not null,
  lead_id uuid not null,
  verdict text not null check (verdict in ('qualified', 'not_qualified', 'needs_review')),
  share real not null,
  qualify_at real,
  reasons jsonb not null,
  -- Null for the default rubric, and where an agent was told what to judge by.
  rubric_version integer,
  judged_by text not null,
  ai boolean not null default false,
  ai_problem text,
  cost_micros bigint not null default 0,
  status_before text not null,
  status_after text not null,
  decided_at timestamptz not null default now()
);
comment on table lead_qualifications is 'What was judged of a lead, and why: the latest counts, the others are its history.';
comment on column lead_qualifications.reasons is 'By criterion: its verdict, who gave it (rule or model), and what it stands on (evidence, or a quote with its source).';
create index lead_qualifications_newest on lead_qualifications (lead_id, decided_at desc, id desc);
create index lead_qualifications_old on lead_qualifications (decided_at);

-- Whether a person has said where the lead stands: the last who moved it, or who made it as what it is.
create or replace function app.status_is_by_hand(lead public.leads) returns boolean
language sql stable set search_path = '' as $$
  select coalesce(
    (select a.source ~ '^person(:|$)' from public.lead_activities a
     where a.lead_id = lead.id and a.created_by = lead.created_by and a.activity_type = 'status_changed'
     order by a.occurred_at desc, a.id desc limit 1),
    lead.origin = 'person' and coalesce(lead.status, 'new') <> 'new')
$$;
grant execute on function app.status_is_by_hand(public.leads) to authenticated, service_role;

call app.protect('lead_rubrics', 'created_by', kept => true);
call app.protect('lead_qualifications', 'created_by', kept => true);
