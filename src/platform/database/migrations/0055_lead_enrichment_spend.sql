-- What is spent with the platform's key on what others know of leads is limited for each user.

create table lead_enrichment_spend (
  created_by uuid not null,
  day date not null,
  spent_micros bigint not null,
  primary key (created_by, day)
);
comment on table lead_enrichment_spend is 'What was spent for a user on a UTC day on questions about leads that the platform''s key paid for.';
comment on column lead_enrichment_spend.spent_micros is 'US dollars times a million; counted before the question is asked.';
create index lead_enrichment_spend_old on lead_enrichment_spend (day);

call app.protect('lead_enrichment_spend', 'created_by', kept => true);
