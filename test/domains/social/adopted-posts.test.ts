import { randomUUID } from 'node:crypto';
import type { PGlite } from '@electric-sql/pglite';
import { migrate } from '#platform/database/migrator';
import { bareDatabase } from '../../support/bare-database.js';
import { schemaConnection } from '../../support/schema-connection.js';

const [OWNER, OTHER, CAMPAIGN, FOREIGN] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
/** As an existing project has it: posts belong to nobody but their campaign, and the status has a type of its own. */
const FORMER = `
  create role anon nologin noinherit;
  create role authenticated nologin noinherit;
  create schema auth;
  create function auth.uid() returns uuid language sql stable as
    $$ select (current_setting('request.jwt.claims', true)::jsonb ->> 'sub')::uuid $$;
  create type campaign_type as enum ('email', 'social');
  create type campaign_status as enum ('draft', 'active');
  create table campaigns (
    id uuid primary key default gen_random_uuid(),
    name text not null,
    type campaign_type not null,
    channel text not null,
    status campaign_status default 'draft',
    created_by uuid not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  );
  insert into campaigns (id, name, type, channel, created_by)
    values ('${CAMPAIGN}', 'Mine', 'social', 'social', '${OWNER}'), ('${FOREIGN}', 'Theirs', 'social', 'social', '${OTHER}');
  create type content_status as enum ('draft', 'review', 'published', 'archived');
  create table social_posts (
    id uuid primary key default gen_random_uuid(),
    platform text not null,
    content text not null,
    hashtags text[],
    media_urls text[],
    scheduled_time timestamptz,
    posted_at timestamptz,
    post_id text,
    status content_status default 'draft',
    engagement_metrics jsonb,
    campaign_id uuid references campaigns (id)
  );
  alter table social_posts enable row level security;
  create policy "Drafts are for all" on social_posts for select using (status = 'draft');
  insert into social_posts (platform, content, status, campaign_id, engagement_metrics) values
    ('LinkedIn', 'a', 'published', '${CAMPAIGN}', '{"likes": 3}'),
    ('X', 'b', 'review', '${CAMPAIGN}', '[]'),
    ('twitter', 'c', 'archived', '${FOREIGN}', null),
    ('twitter', 'd', null, null, null);`;

let postgres: PGlite;
beforeAll(async () => {
  postgres = await bareDatabase();
  await postgres.exec(FORMER);
  await migrate(schemaConnection(postgres));
});
afterAll(() => postgres.close());

const readAs = (user: string) =>
  postgres.transaction(async (transaction) => {
    const claims = JSON.stringify({ sub: user, role: 'authenticated' });
    await transaction.query(`select set_config('request.jwt.claims', $1, true)`, [claims]);
    await transaction.exec('set local role authenticated');
    const { rows } = await transaction.query<{ content: string }>(
      'select content from social_posts order by content',
    );
    return rows.map(({ content }) => content);
  });

describe('a project that already has posts', () => {
  it('keeps them; those of a campaign become its owner’s', async () => {
    const { rows } = await postgres.query(
      `select content, platform, status, user_id, hashtags, engagement_metrics, created_at is null as undated
       from social_posts order by content`,
    );
    const kept = { hashtags: [], engagement_metrics: {}, undated: false };
    expect(rows).toEqual([
      {
        ...kept,
        content: 'a',
        platform: 'linkedin',
        status: 'published',
        user_id: OWNER,
        engagement_metrics: { likes: 3 },
      },
      { ...kept, content: 'b', platform: 'twitter', status: 'draft', user_id: OWNER },
      { ...kept, content: 'c', platform: 'twitter', status: 'deleted', user_id: OTHER },
      { ...kept, content: 'd', platform: 'twitter', status: 'draft', user_id: null },
    ]);
  });

  it('shows each user their own, and nobody those that have no owner', async () => {
    expect(await readAs(OWNER)).toEqual(['a', 'b']);
    expect(await readAs(OTHER)).toEqual(['c']);
    expect(await readAs(randomUUID())).toEqual([]);
  });

  it('takes no further post without an owner, or for the campaign of somebody else', async () => {
    await expect(
      postgres.query(`insert into social_posts (platform, content) values ('twitter', 'e')`),
    ).rejects.toThrow('social_posts_owned');
    await expect(
      postgres.query(
        `insert into social_posts (platform, content, user_id, campaign_id) values ('twitter', 'e', $1, $2)`,
        [OWNER, FOREIGN],
      ),
    ).rejects.toThrow('social_posts_campaign');
  });

  it('lets a campaign go and keeps its posts', async () => {
    await postgres.query('delete from campaigns where id = $1', [CAMPAIGN]);
    const { rows } = await postgres.query(
      `select campaign_id, user_id from social_posts where content in ('a', 'b')`,
    );
    expect(rows).toEqual(Array.from({ length: 2 }, () => ({ campaign_id: null, user_id: OWNER })));
  });
});
