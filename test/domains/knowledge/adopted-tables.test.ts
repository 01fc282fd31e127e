import { randomUUID } from 'node:crypto';
import type { PGlite } from '@electric-sql/pglite';
import { EMBEDDED_EXTENSIONS } from '#platform/database/embedded-extensions';
import { migrate } from '#platform/database/migrator';
import { bareDatabase } from '../../support/bare-database.js';
import { schemaConnection } from '../../support/schema-connection.js';

const [ME, OTHER, BUCKET, LOST, DOCUMENT, CAMPAIGN] = Array.from({ length: 6 }, () => randomUUID());

/** The tables as an existing project has them. */
const FORMER = `
  create role anon nologin noinherit;
  create role authenticated nologin noinherit;
  create schema extensions;
  grant usage on schema extensions to authenticated;
  create extension vector schema extensions;
  set search_path = public, extensions;
  create type bucket_type as enum ('campaign', 'general');
  create table campaigns (id uuid primary key default gen_random_uuid(), name text not null, created_by uuid not null,
    type text not null, channel text not null, description text, status text, total_budget numeric, budget_allocated numeric,
    budget_spent numeric, start_date timestamptz, end_date timestamptz, primary_objective text, target_audience text,
    channels jsonb, demographics jsonb, kpi_targets jsonb, budget_breakdown jsonb, channel_budget_allocation jsonb,
    compliance_checklist jsonb, content jsonb, settings jsonb, metrics jsonb, campaign_group_id uuid, parent_campaign_id uuid,
    created_at timestamptz not null default now(), updated_at timestamptz not null default now());
  create table knowledge_buckets (id uuid primary key default gen_random_uuid(), name text not null,
    bucket_type bucket_type not null, campaign_id uuid references campaigns (id) on delete cascade, description text,
    created_by uuid not null, metadata jsonb not null default '{}', created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(), unique (name, created_by));
  create table knowledge_documents (id uuid primary key default gen_random_uuid(),
    bucket_id uuid not null references knowledge_buckets (id) on delete cascade, title text not null, content text not null,
    file_name text, file_type text, file_size integer, upload_path text, status text not null default 'processing',
    processing_error text, created_by uuid not null, created_at timestamptz not null default now(),
    updated_at timestamptz not null default now());
  create table knowledge_chunks (id uuid primary key default gen_random_uuid(),
    document_id uuid not null references knowledge_documents (id) on delete cascade,
    bucket_id uuid not null references knowledge_buckets (id) on delete cascade, chunk_index integer not null,
    content text not null, content_hash text not null, token_count integer, embedding vector(1536),
    metadata jsonb not null default '{}', created_at timestamptz not null default now(), unique (document_id, chunk_index));
  create index on knowledge_chunks using ivfflat (embedding vector_cosine_ops);
  create table knowledge_access_logs (id uuid primary key default gen_random_uuid(), bucket_id uuid, document_id uuid,
    chunk_id uuid, agent_type text, query_text text, similarity_score double precision, used_in_response boolean, user_id uuid);
  alter table knowledge_buckets enable row level security;
  alter table knowledge_chunks enable row level security;
  alter table knowledge_access_logs enable row level security;
  create policy "Anybody may log" on knowledge_access_logs for insert to authenticated with check (true);
  create policy "All chunks" on knowledge_chunks for all to authenticated using (true);
  create function search_knowledge_chunks(p_user_id uuid, query_embedding vector) returns setof knowledge_chunks
    language sql security definer as 'select * from knowledge_chunks';
  create function search_knowledge_chunks(p_user_id uuid) returns setof knowledge_chunks
    language sql security definer as 'select * from knowledge_chunks';
  grant all on all tables in schema public to anon, authenticated;
  insert into campaigns (id, name, created_by, type, channel) values ('${CAMPAIGN}', 'a', '${OTHER}', 'email', 'email');
  insert into knowledge_buckets (id, name, bucket_type, campaign_id, created_by) values
    ('${BUCKET}', 'Docs', 'general', null, '${ME}'), ('${LOST}', 'Theirs', 'campaign', '${CAMPAIGN}', '${ME}');
  insert into knowledge_documents (id, bucket_id, title, content, status, created_by, upload_path) values
    ('${DOCUMENT}', '${BUCKET}', 'Notes', 'Otters swim.', 'ready', '${OTHER}', '${ME}/notes.txt');
  insert into knowledge_chunks (document_id, bucket_id, chunk_index, content, content_hash, embedding) values
    ('${DOCUMENT}', '${BUCKET}', 0, 'Otters swim.', 'h', array_fill(1, array[1536])::vector);`;

let postgres: PGlite;
beforeAll(async () => {
  postgres = await bareDatabase(EMBEDDED_EXTENSIONS);
  await postgres.exec(FORMER);
  await postgres.exec('reset search_path');
  await migrate(schemaConnection(postgres));
});
afterAll(() => postgres.close());

const one = async (sql: string) => (await postgres.query<Record<string, unknown>>(sql)).rows;

/** With the token of somebody who has signed in, as the REST interface of Supabase runs it. */
const signedIn = (sub: string, sql: string) =>
  postgres.transaction(async (transaction) => {
    const claims = JSON.stringify({ sub, role: 'authenticated' });
    await transaction.query(`select set_config('request.jwt.claims', $1, true)`, [claims]);
    await transaction.exec('set local role authenticated');
    return (await transaction.query<Record<string, unknown>>(sql)).rows;
  });

describe('a project that already has knowledge tables', () => {
  it('keeps what is in them, under the owner of the bucket, and finds it by words and vectors', async () => {
    expect(
      await one('select created_by, embedding_model, embedding_dimensions from knowledge_chunks'),
    ).toEqual([{ created_by: ME, embedding_model: 'text-embedding-ada-002', embedding_dimensions: 1_536 }]);
    expect(
      await one('select created_by, chunk_count, embedding_status, format from knowledge_documents'),
    ).toEqual([{ created_by: ME, chunk_count: 1, embedding_status: 'ready', format: 'text' }]);
    const words = `select content, ranking from app.search_knowledge('${ME}', 'otter', '{}', '{}', '{}', 10, null)`;
    expect(await signedIn(ME!, words)).toEqual([{ content: 'Otters swim.', ranking: 'text' }]);
    const vectors = `select chunk_content from search_knowledge_chunks('${ME}', array_fill(2, array[1536])::extensions.vector)`;
    expect(await signedIn(ME!, vectors)).toEqual([{ chunk_content: 'Otters swim.' }]);
  });

  it('gives a bucket of somebody else’s campaign back its freedom, and takes new ones', async () => {
    expect(
      await one(`select bucket_type::text as type, campaign_id from knowledge_buckets where id = '${LOST}'`),
    ).toEqual([{ type: 'general', campaign_id: null }]);
    await one(
      `insert into campaigns (id, name, created_by, type, channel) values ('${ME}', 'b', '${ME}', 'email', 'email')`,
    );
    await one(
      `insert into knowledge_buckets (name, bucket_type, campaign_id, created_by) values ('New', 'campaign', '${ME}', '${ME}')`,
    );
    await one(`delete from campaigns where id = '${ME}'`);
    expect(await one(`select bucket_type::text as type from knowledge_buckets where name = 'New'`)).toEqual([
      { type: 'general' },
    ]);
  });

  it('loses what was open in it: policies for all, functions that believe any user id, the old index', async () => {
    const open = `select policyname from pg_policies where policyname like 'A%' and tablename like 'knowledge%'`;
    expect(await one(open)).toEqual([]);
    expect(await signedIn(OTHER!, 'select content from knowledge_chunks')).toEqual([]);
    const foreign = `select * from search_knowledge_chunks('${ME}', array_fill(2, array[1536])::extensions.vector)`;
    expect(await signedIn(OTHER!, foreign)).toEqual([]);
    expect(await one(`select count(*)::int from pg_proc where proname = 'search_knowledge_chunks'`)).toEqual([
      { count: 1 },
    ]);
    const indexes = `select a.amname from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
      where i.indrelid = 'knowledge_chunks'::regclass and a.amname in ('ivfflat', 'hnsw')`;
    expect(await one(indexes)).toEqual([{ amname: 'hnsw' }]);
  });
});
