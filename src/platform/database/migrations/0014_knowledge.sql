-- What a team knows: buckets of documents, cut into chunks that are found by words and, with pgvector, by meaning.
-- Runs on an empty database and on an existing project that already has these tables, with and without the extensions.

create table if not exists knowledge_buckets (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  bucket_type text not null constraint knowledge_buckets_type_check check (bucket_type in ('campaign', 'general')),
  campaign_id uuid,
  description text,
  created_by uuid not null,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table knowledge_buckets is 'Documents that belong together: those of one campaign, or general ones.';

create table if not exists knowledge_documents (
  id uuid primary key default gen_random_uuid(),
  bucket_id uuid not null,
  title text not null,
  content text not null,
  file_name text,
  file_type text,
  file_size bigint,
  upload_path text,
  status text not null default 'processing'
    constraint knowledge_documents_status_check check (status in ('processing', 'ready', 'failed')),
  processing_error text,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
alter table knowledge_documents
  add column if not exists summary text,
  add column if not exists format text not null default 'text'
    constraint knowledge_documents_format_check check (format in ('text', 'markdown', 'html', 'pdf', 'docx')),
  add column if not exists revision integer not null default 1,
  add column if not exists characters integer,
  add column if not exists pages integer,
  add column if not exists chunk_count integer not null default 0,
  add column if not exists chunks_digest text,
  add column if not exists indexed_at timestamptz,
  add column if not exists embedding_status text not null default 'none'
    constraint knowledge_documents_embedding_check check (embedding_status in ('none', 'pending', 'ready', 'failed')),
  add column if not exists embedding_error text,
  add column if not exists embedding_model text;
comment on table knowledge_documents is 'A text that models may lean on, written here or taken out of an uploaded file.';
comment on column knowledge_documents.content is 'The whole text; chunks and citations name places in it.';
comment on column knowledge_documents.upload_path is 'Where the original lies in storage; null when the text was written here.';
comment on column knowledge_documents.revision is 'Counts what makes a new reading necessary: work on an older one changes nothing any more.';
comment on column knowledge_documents.chunks_digest is 'SHA-256 over its chunks: read again with the same outcome, they are left as they are.';
comment on column knowledge_documents.embedding_model is 'The model whose vectors its chunks have; null while none of them has one.';

create table if not exists knowledge_chunks (
  id uuid primary key default gen_random_uuid(),
  document_id uuid not null,
  bucket_id uuid not null,
  chunk_index integer not null,
  content text not null,
  content_hash text not null,
  token_count integer,
  metadata jsonb not null default '{}',
  created_at timestamptz not null default now()
) with (toast_tuple_target = 6000);
comment on table knowledge_chunks is
  'A document cut into pieces of at most 1000 characters. Never changed in its words, only replaced: app.knowledge_terms counts them.';
-- Rows of up to 6000 bytes stay in one piece, so that ranking reads no TOAST; vectors, which are larger, lie outside.
alter table knowledge_chunks set (toast_tuple_target = 6000);
alter table knowledge_chunks
  add column if not exists created_by uuid,
  add column if not exists context text not null default '',
  add column if not exists heading text,
  add column if not exists page integer,
  add column if not exists start_offset integer,
  add column if not exists end_offset integer,
  add column if not exists embedding_model text,
  add column if not exists embedding_dimensions smallint,
  add column if not exists embedded_revision integer;
alter table knowledge_chunks
  add column if not exists search tsvector generated always as (
    setweight(to_tsvector('pg_catalog.english', context), 'A') || setweight(to_tsvector('pg_catalog.english', content), 'B') ||
    setweight(to_tsvector('pg_catalog.simple', context), 'C') || setweight(to_tsvector('pg_catalog.simple', content), 'D')
  ) stored;
comment on column knowledge_chunks.context is 'Title and headings above it: searched and embedded with the chunk.';
comment on column knowledge_chunks.start_offset is 'Where it begins in the content of its document, in UTF-16 code units as JavaScript counts; end_offset is behind its last one.';
comment on column knowledge_chunks.embedding_model is 'The model that made the vector; vectors of two models are never compared.';
comment on column knowledge_chunks.embedding_dimensions is 'How many numbers the model gave; the rest of the vector is zero, which changes no cosine.';
comment on column knowledge_chunks.embedded_revision is 'For which revision of the document the vector was made; an older one is still good until it is replaced.';

create table if not exists knowledge_access_logs (
  id uuid primary key default gen_random_uuid(),
  bucket_id uuid,
  document_id uuid,
  chunk_id uuid,
  user_id uuid,
  agent_type text,
  query_text text,
  similarity_score double precision,
  used_in_response boolean default false
);
alter table knowledge_access_logs add column if not exists created_at timestamptz not null default now();
comment on table knowledge_access_logs is 'Which passages were given for which question; kept for 90 days.';

-- An existing project: everything gets its owner, and what was open is closed ----------------------------------------

alter table knowledge_buckets no force row level security;
alter table knowledge_documents no force row level security;
alter table knowledge_chunks no force row level security;

update knowledge_documents d set created_by = b.created_by
from knowledge_buckets b where b.id = d.bucket_id and d.created_by is distinct from b.created_by;
update knowledge_chunks c set created_by = d.created_by, bucket_id = d.bucket_id
from knowledge_documents d
where d.id = c.document_id and (c.created_by is distinct from d.created_by or c.bucket_id is distinct from d.bucket_id);
delete from knowledge_documents d where not exists (select from knowledge_buckets b where b.id = d.bucket_id);
delete from knowledge_chunks where created_by is null;
alter table knowledge_chunks alter column created_by set not null;
update knowledge_documents d set chunk_count = counted.chunks
from (select document_id, count(*)::integer as chunks from knowledge_chunks group by document_id) counted
where counted.document_id = d.id and d.chunk_count = 0;

do $$
declare
  leftover record;
begin
  for leftover in select policyname, tablename from pg_policies
    where schemaname = 'public'
      and tablename in ('knowledge_buckets', 'knowledge_documents', 'knowledge_chunks', 'knowledge_access_logs')
  loop
    execute format('drop policy %I on public.%I', leftover.policyname, leftover.tablename);
  end loop;
  -- They believed whatever user id they were given.
  for leftover in select oid::regprocedure as signature from pg_proc
    where pronamespace = 'public'::regnamespace and proname = 'search_knowledge_chunks'
  loop
    execute format('drop function %s', leftover.signature);
  end loop;
  -- Their recall hangs on how many rows there were when they were made.
  for leftover in select i.indexrelid::regclass as name from pg_index i
    join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
    where i.indrelid = 'knowledge_chunks'::regclass and a.amname = 'ivfflat'
  loop
    execute format('drop index %s', leftover.name);
  end loop;
  -- Deleting a campaign must not delete what was learnt for it.
  for leftover in select c.conname from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any (c.conkey)
    where c.conrelid = 'knowledge_buckets'::regclass and c.contype = 'f' and a.attname = 'campaign_id'
      and c.conname <> 'knowledge_buckets_campaign'
  loop
    execute format('alter table knowledge_buckets drop constraint %I', leftover.conname);
  end loop;
end $$;

-- Owners, order, references --------------------------------------------------------------------------------------------

create unique index if not exists knowledge_buckets_name on knowledge_buckets (created_by, name);
create unique index if not exists knowledge_buckets_of_owner on knowledge_buckets (id, created_by);
create index if not exists knowledge_buckets_newest on knowledge_buckets (created_by, created_at desc, id desc);
create index if not exists knowledge_buckets_by_campaign on knowledge_buckets (campaign_id) where campaign_id is not null;
create unique index if not exists knowledge_documents_of_owner on knowledge_documents (id, bucket_id, created_by);
create index if not exists knowledge_documents_newest on knowledge_documents (created_by, created_at desc, id desc);
create index if not exists knowledge_documents_by_bucket on knowledge_documents (bucket_id, created_at desc, id desc);
create unique index if not exists knowledge_chunks_in_order on knowledge_chunks (document_id, chunk_index);
create index if not exists knowledge_chunks_of_owner on knowledge_chunks (created_by, bucket_id);
create index if not exists knowledge_chunks_search on knowledge_chunks using gin (search);
create index if not exists knowledge_access_logs_newest on knowledge_access_logs (user_id, created_at desc);
create index if not exists knowledge_access_logs_oldest on knowledge_access_logs (created_at);
create index if not exists knowledge_access_logs_by_document on knowledge_access_logs (document_id);

-- A bucket names only a campaign of its own owner. Once that is deleted, the bucket becomes a general one.
update knowledge_buckets bucket set campaign_id = null, bucket_type = 'general'
where campaign_id is not null and not exists (
  select from campaigns where campaigns.id = bucket.campaign_id and campaigns.created_by = bucket.created_by
);
alter table knowledge_buckets drop constraint if exists knowledge_buckets_campaign;
alter table knowledge_buckets add constraint knowledge_buckets_campaign
  foreign key (campaign_id, created_by) references campaigns (id, created_by) on delete set null (campaign_id);
alter table knowledge_buckets drop constraint if exists knowledge_buckets_campaign_check;
alter table knowledge_buckets add constraint knowledge_buckets_campaign_check
  check ((bucket_type = 'campaign') = (campaign_id is not null));

create or replace function app.generalise_knowledge_bucket() returns trigger language plpgsql set search_path = '' as $$
begin
  new.bucket_type := 'general';
  return new;
end $$;
create or replace trigger knowledge_buckets_generalise before update of campaign_id on knowledge_buckets for each row
  when (old.campaign_id is not null and new.campaign_id is null)
  execute function app.generalise_knowledge_bucket();

alter table knowledge_documents drop constraint if exists knowledge_documents_bucket;
alter table knowledge_documents add constraint knowledge_documents_bucket
  foreign key (bucket_id, created_by) references knowledge_buckets (id, created_by) on delete cascade;
alter table knowledge_chunks drop constraint if exists knowledge_chunks_document;
alter table knowledge_chunks add constraint knowledge_chunks_document
  foreign key (document_id, bucket_id, created_by) references knowledge_documents (id, bucket_id, created_by) on delete cascade;
delete from knowledge_access_logs log
where document_id is not null and not exists (select from knowledge_documents d where d.id = log.document_id);
alter table knowledge_access_logs drop constraint if exists knowledge_access_logs_document;
alter table knowledge_access_logs add constraint knowledge_access_logs_document
  foreign key (document_id) references knowledge_documents (id) on delete cascade;

create or replace trigger knowledge_buckets_touch before update on knowledge_buckets for each row
  execute function app.touch_updated_at();
create or replace trigger knowledge_documents_touch before update on knowledge_documents for each row
  execute function app.touch_updated_at();

-- Documents and chunks are written through the application only, which keeps text, chunks and counts together.
call app.protect('knowledge_buckets', 'created_by');
call app.protect('knowledge_documents', 'created_by', kept => true);
call app.protect('knowledge_chunks', 'created_by', kept => true);
call app.protect('knowledge_access_logs', 'user_id', kept => true);
grant select, insert, update, delete on knowledge_buckets, knowledge_documents, knowledge_chunks, knowledge_access_logs
  to authenticated, service_role;

-- Search runs as the owner of the tables, whom forced row-level security would otherwise show nothing.
create policy knowledge_buckets_search on knowledge_buckets for select to current_user using (true);
create policy knowledge_documents_search on knowledge_documents for select to current_user using (true);
create policy knowledge_chunks_search on knowledge_chunks for select to current_user using (true);

-- The words of each owner: in how many chunks each stands, and how it is spelt ----------------------------------------

do $$
begin
  create extension if not exists pg_trgm;
exception when others then
  raise notice 'pg_trgm is not available: misspelt words are not recognised in knowledge search';
end $$;

create table if not exists app.knowledge_terms (
  created_by uuid not null,
  term text collate "C" not null,
  chunks integer not null,
  spelling text,
  primary key (created_by, term)
) with (fillfactor = 80);
comment on table app.knowledge_terms is 'In how many chunks of an owner each word stands: rare words say more. Kept by triggers of knowledge_chunks.';
comment on column app.knowledge_terms.spelling is 'The word, and its letters in alphabetical order: letters that changed places leave the second half as it was.';
alter table app.knowledge_terms enable row level security;
alter table app.knowledge_terms force row level security;
drop policy if exists knowledge_terms_search on app.knowledge_terms;
create policy knowledge_terms_search on app.knowledge_terms for all to current_user using (true) with check (true);

do $$
declare
  home name := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm');
begin
  if home is not null then
    execute format('create index if not exists knowledge_terms_spelling on app.knowledge_terms using gin (spelling %I.gin_trgm_ops)', home);
  end if;
end $$;

create or replace function app.knowledge_spelling(word text) returns text language sql immutable set search_path = '' as $$
  select case when word ~ '^[[:alpha:]]{3,40}$' then
    word || ' ' || (select string_agg(letter, '' order by letter) from unnest(string_to_array(word, null)) letter)
  end
$$;

create or replace function app.count_knowledge_terms() returns trigger language plpgsql security definer
set search_path = '' set lock_timeout = 0 as $$
begin
  -- One writer per owner at a time: two would take the counters of common words in different orders. A long document may
  -- take a while; how long one waits is bounded by the time a statement may take.
  perform pg_advisory_xact_lock(726385102, hashtext(owner.created_by::text))
  from (select distinct created_by from changed order by created_by) owner;
  if tg_op = 'INSERT' then
    insert into app.knowledge_terms as known (created_by, term, chunks, spelling)
    select added.created_by, added.term, added.chunks, app.knowledge_spelling(added.term)
    from (
      select c.created_by, w.term, count(*)::integer as chunks
      from changed c, unnest(tsvector_to_array(c.search)) w (term) where length(w.term) <= 64 group by 1, 2
    ) added
    on conflict (created_by, term) do update set chunks = known.chunks + excluded.chunks;
    return null;
  end if;
  update app.knowledge_terms known set chunks = known.chunks - gone.chunks
  from (
    select c.created_by, w.term, count(*)::integer as chunks from changed c, unnest(tsvector_to_array(c.search)) w (term) group by 1, 2
  ) gone
  where known.created_by = gone.created_by and known.term = gone.term;
  delete from app.knowledge_terms known using (select distinct created_by from changed) owner
  where known.created_by = owner.created_by and known.chunks <= 0;
  return null;
end $$;
create or replace trigger knowledge_chunks_count_added after insert on knowledge_chunks referencing new table as changed
  for each statement execute function app.count_knowledge_terms();
create or replace trigger knowledge_chunks_count_gone after delete on knowledge_chunks referencing old table as changed
  for each statement execute function app.count_knowledge_terms();

insert into app.knowledge_terms (created_by, term, chunks, spelling)
select created_by, term, chunks, app.knowledge_spelling(term) from (
  select c.created_by, w.term, count(*)::integer as chunks
  from knowledge_chunks c, unnest(tsvector_to_array(c.search)) w (term) where length(w.term) <= 64 group by 1, 2
) there
on conflict (created_by, term) do nothing;

-- Search: by words, by meaning, and both fused ------------------------------------------------------------------------

-- The words of a question as an owner's documents have them, each with its weight: how rare it is (BM25's idf), less
-- for the exact form beside its stem and for what a misspelt word may have meant.
create or replace function app.knowledge_question(owner uuid, question text)
returns table (lexeme text, weight double precision, chunks integer)
language plpgsql stable set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  total constant integer := (select coalesce(sum(d.chunk_count), 0) from public.knowledge_documents d where d.created_by = owner);
  trigrams constant name := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_trgm');
  words text[];
  known text[];
begin
  select array_agg(w.lexeme) filter (where ts_lexize('english_stem', w.lexeme) <> '{}') into words
  from unnest(to_tsvector('simple', left(question, 4000))) w;
  if words is null then
    -- Nothing but stop words: then they are what is asked for.
    select array_agg(w.lexeme) into words from unnest(to_tsvector('simple', left(question, 4000))) w;
  end if;
  words := words[1:64];
  select coalesce(array_agg(word), '{}') into known from unnest(words) word where exists (
    select from app.knowledge_terms t where t.created_by = owner
      and t.term in (word, coalesce((ts_lexize('english_stem', word))[1], word)));
  return query
    select term, (max(share) * ln(1 + greatest(total - chunks + 0.5, 0.5) / (chunks + 0.5)))::double precision, chunks
    from (
      select t.term::text, t.chunks, case when t.term = stem then 1.0 else 0.3 end as share
      from unnest(words) word, coalesce((ts_lexize('english_stem', word))[1], word) stem, app.knowledge_terms t
      where t.created_by = owner and t.term in (word, stem)
    ) asked group by term, chunks;
  if trigrams is null then
    return;
  end if;
  perform set_config('search_path', 'pg_catalog, ' || quote_ident(trigrams), true);
  return query
    select term, (max(likeness) * ln(1 + greatest(total - chunks + 0.5, 0.5) / (chunks + 0.5)))::double precision, chunks
    from (
      select near.term::text, near.chunks, near.likeness
      from unnest(words) word cross join lateral (
        select t.term, t.chunks, similarity(t.spelling, app.knowledge_spelling(word)) as likeness
        from app.knowledge_terms t
        where t.created_by = owner and t.spelling % app.knowledge_spelling(word)
        order by likeness desc, t.chunks desc, t.term limit 2
      ) near
      where word <> all (known)
    ) guessed group by term, chunks;
end $$;

-- The best passages by words, in three steps that each cost more and look at less. The rarest words of the question, as
-- many as stand in 10,000 chunks and one at least, choose candidates; one rough rank over all words leaves the best 200;
-- these are ranked by how rare the words are that they have, and by how close together they stand.
create or replace function app.knowledge_by_words(owner uuid, question text, buckets uuid[], at_most integer)
returns table (id uuid, place bigint)
language plpgsql stable set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  lexemes tsquery[];
  weights double precision[];
  chosen tsquery;
  everything tsquery;
begin
  select array_agg(term order by nth), array_agg(weight order by nth),
    string_agg(term::text, ' | ') filter (where chunks_so_far <= 10000 or nth = 1)::tsquery, string_agg(term::text, ' | ')::tsquery
  into lexemes, weights, chosen, everything
  from (
    select q.weight, ('''' || replace(replace(q.lexeme, '\', '\\'), '''', '''''') || '''')::tsquery as term,
      sum(q.chunks) over rarest as chunks_so_far, row_number() over rarest as nth
    from app.knowledge_question(owner, question) q
    window rarest as (order by q.chunks, q.lexeme)
  ) asked;
  if lexemes is null then
    return;
  end if;
  -- Planned for each question by itself: only then is it known whether the index of the words pays.
  return query execute $query$
    with candidates as (
      select c.id, c.search, ts_rank('{0.05, 0.1, 1, 0.7}', c.search, $5) as roughly
      from public.knowledge_chunks c
      where c.created_by = $1 and ($6 is null or c.bucket_id = any ($6)) and c.search @@ $2
      limit 20000
    ), ranked as (
      select best.id, ts_rank_cd('{0.05, 0.1, 1, 0.7}', best.search, $5) + (
          select sum(w.weight * ts_rank('{0.05, 0.1, 1, 0.7}', best.search, w.lexeme)) from unnest($3, $4) w (lexeme, weight)
        ) as score
      from (select * from candidates order by roughly desc, id limit greatest(200, $7)) best
    )
    select id, row_number() over (order by score desc, id) as place from ranked order by score desc, id limit $7
  $query$ using owner, chosen, lexemes, weights, everything, buckets, at_most;
end $$;

-- Whether chunks can have vectors.
create or replace function app.knowledge_has_vectors() returns boolean language sql stable set search_path = '' as $$
  select exists (select from pg_catalog.pg_attribute
    where attrelid = 'public.knowledge_chunks'::regclass and attname = 'embedding' and not attisdropped)
$$;

-- The closest passages for each pair of a model and a vector of the question that it made. Small owners are searched
-- whole, large ones by the index, which goes on until it has found enough of theirs: the planner knows which pays.
create or replace function app.knowledge_by_meaning(
  owner uuid, models text[], vectors text[], buckets uuid[], at_most integer)
returns table (id uuid, place bigint, similarity double precision)
language plpgsql stable set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  extension record;
  closeness text := 'c.embedding <=> q.question::vector';
begin
  if coalesce(cardinality(models), 0) = 0 or not app.knowledge_has_vectors() then
    return;
  end if;
  select n.nspname as home, string_to_array(e.extversion, '.')::integer[] as version into extension
  from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'vector';
  perform set_config('search_path', 'pg_catalog, ' || quote_ident(extension.home), true);
  if extension.version >= '{0,7}' then
    closeness := 'c.embedding::halfvec(1536) <=> q.question::halfvec(1536)';
  end if;
  if extension.version >= '{0,8}' then
    perform set_config('hnsw.iterative_scan', 'strict_order', true);
  end if;
  perform set_config('hnsw.ef_search', '100', true);
  return query execute format($query$
    select near.id, row_number() over (partition by q.model order by near.distance, near.id) as place,
      1 - near.distance as similarity
    from unnest($2, $3) q (model, question) cross join lateral (
      select c.id, c.embedding <=> q.question::vector as distance from public.knowledge_chunks c
      where c.created_by = $1 and c.embedding_model = q.model and c.embedding is not null
        and ($4 is null or c.bucket_id = any ($4))
      order by %s limit $5
    ) near
  $query$, closeness) using owner, models, vectors, buckets, at_most;
end $$;

-- Passages of the caller's own documents for a question, by reciprocal rank fusion (k = 60) of both rankings. A vector
-- less similar than the threshold counts for nothing; words are not held against it.
create or replace function app.search_knowledge(
  p_user_id uuid, p_query text, p_models text[], p_vectors text[], p_scope jsonb, p_limit integer, p_threshold double precision)
returns table (chunk_id uuid, document_id uuid, bucket_id uuid, document_title text, bucket_name text, content text, heading text,
  page integer, start_offset integer, end_offset integer, score double precision, similarity double precision, ranking text)
language plpgsql security definer set search_path = pg_catalog as $$
#variable_conflict use_column
declare
  owner constant uuid := auth.uid();
  looked_at constant integer := greatest(p_limit * 3, 50);
  buckets uuid[];
begin
  if owner is null or p_user_id is distinct from owner then
    return;
  end if;
  if p_scope <> '{}' then
    select coalesce(array_agg(b.id), '{}') into buckets from public.knowledge_buckets b
    where b.created_by = owner
      and (p_scope -> 'bucket_ids' is null or p_scope -> 'bucket_ids' ? b.id::text)
      and (p_scope ->> 'bucket_type' is null or b.bucket_type::text = p_scope ->> 'bucket_type')
      and (p_scope ->> 'campaign_id' is null or b.campaign_id = (p_scope ->> 'campaign_id')::uuid);
  end if;
  return query
    with by_words as (
      select * from app.knowledge_by_words(owner, p_query, buckets, looked_at)
    ), by_meaning as (
      select * from app.knowledge_by_meaning(owner, p_models, p_vectors, buckets, looked_at)
      where p_threshold is null or similarity >= p_threshold
    ), fused as (
      select coalesce(w.id, m.id) as id, coalesce(1.0 / (60 + w.place), 0) + coalesce(1.0 / (60 + m.place), 0) as score, m.similarity,
        case when w.id is null then 'vector' when m.id is null then 'text' else 'both' end as ranking
      from by_words w full join by_meaning m on m.id = w.id
      order by score desc, id limit p_limit
    )
    select c.id, c.document_id, c.bucket_id, d.title, b.name, c.content, c.heading, c.page,
      coalesce(c.start_offset, 0), coalesce(c.end_offset, length(c.content)), f.score::double precision, f.similarity, f.ranking
    from fused f
    join public.knowledge_chunks c on c.id = f.id
    join public.knowledge_documents d on d.id = c.document_id
    join public.knowledge_buckets b on b.id = c.bucket_id
    order by f.score desc, c.id;
end $$;

-- Vectors, where pgvector is ------------------------------------------------------------------------------------------

do $$
begin
  create extension if not exists vector;
exception when others then
  raise notice 'pgvector is not available: knowledge search ranks by words alone';
end $$;

-- Adds what needs pgvector. Called once here, and by hand when the extension is installed later; documents that are
-- there already get their vectors when they are indexed again.
create or replace procedure app.add_knowledge_vectors() language plpgsql as $$
declare
  home constant name := (select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'vector');
  has_halves constant boolean := (select string_to_array(extversion, '.')::integer[] >= '{0,7}' from pg_extension where extname = 'vector');
begin
  if home is null then
    return;
  end if;
  execute format('alter table public.knowledge_chunks add column if not exists embedding %I.vector(1536)', home);
  comment on column public.knowledge_chunks.embedding is 'The chunk as a point; close points mean like things. Only where pgvector is.';
  -- Vectors of an existing project were all made by this model.
  update public.knowledge_chunks set embedding_model = 'text-embedding-ada-002', embedding_dimensions = 1536
  where embedding is not null and embedding_model is null;
  update public.knowledge_documents d set embedding_model = 'text-embedding-ada-002', embedding_status = 'ready'
  where embedding_model is null and exists (
    select from public.knowledge_chunks c where c.document_id = d.id and c.embedding_model = 'text-embedding-ada-002');
  -- Halves take half the memory; which passage comes before which does not hang on the digits that are lost.
  execute format(
    case when has_halves then 'create index if not exists knowledge_chunks_embedding on public.knowledge_chunks
      using hnsw ((embedding::%1$I.halfvec(1536)) %1$I.halfvec_cosine_ops)'
    else 'create index if not exists knowledge_chunks_embedding on public.knowledge_chunks
      using hnsw (embedding %1$I.vector_cosine_ops)' end, home);
  -- For front ends that make the vector of the question themselves. It gave anybody's chunks for their user id once.
  execute format($function$
    create or replace function public.search_knowledge_chunks(
      p_user_id uuid, p_query_embedding %I.vector, p_bucket_type text default null, p_campaign_id uuid default null,
      p_limit integer default 10, p_similarity_threshold double precision default 0.7, p_embedding_model text default null)
    returns table (chunk_id uuid, bucket_id uuid, document_id uuid, bucket_name text, document_title text,
      document_summary text, chunk_content text, chunk_index integer, similarity_score double precision, metadata jsonb)
    language plpgsql security definer set search_path = pg_catalog as $body$
    #variable_conflict use_column
    declare
      owner constant uuid := auth.uid();
      -- Without a name, the model of most of the owner's chunks.
      model constant text := coalesce(p_embedding_model, (
        select d.embedding_model from public.knowledge_documents d
        where d.created_by = owner and d.embedding_model is not null group by 1 order by sum(d.chunk_count) desc, 1 limit 1));
      buckets constant uuid[] := (select coalesce(array_agg(b.id), '{}') from public.knowledge_buckets b
        where b.created_by = owner and (p_bucket_type is null or b.bucket_type::text = p_bucket_type)
          and (p_campaign_id is null or b.campaign_id = p_campaign_id));
    begin
      if owner is null or p_user_id is distinct from owner or model is null then
        return;
      end if;
      return query
        select c.id, c.bucket_id, c.document_id, b.name, d.title, d.summary, c.content, c.chunk_index, found.similarity, c.metadata
        from app.knowledge_by_meaning(owner, array[model], array[p_query_embedding::text], buckets, least(greatest(p_limit, 0), 100)) found
        join public.knowledge_chunks c on c.id = found.id
        join public.knowledge_documents d on d.id = c.document_id
        join public.knowledge_buckets b on b.id = c.bucket_id
        where found.similarity >= p_similarity_threshold
        order by found.similarity desc, c.id;
    end $body$
  $function$, home);
  comment on function public.search_knowledge_chunks is 'The caller''s own chunks closest to a vector, by cosine similarity.';
  revoke all on function public.search_knowledge_chunks from public;
  grant execute on function public.search_knowledge_chunks to authenticated, service_role;
end $$;

call app.add_knowledge_vectors();

alter table knowledge_buckets force row level security;
alter table knowledge_documents force row level security;
alter table knowledge_chunks force row level security;

revoke all on function app.knowledge_question, app.knowledge_by_words, app.knowledge_by_meaning, app.search_knowledge,
  app.count_knowledge_terms, app.generalise_knowledge_bucket, app.knowledge_spelling from public;
revoke all on procedure app.add_knowledge_vectors from public;
grant execute on function app.search_knowledge, app.knowledge_has_vectors to authenticated, service_role;
