import { randomUUID } from 'node:crypto';
import type { PGlite } from '@electric-sql/pglite';
import { migrate } from '#platform/database/migrator';
import { bareDatabase } from '../../support/bare-database.js';
import { schemaConnection } from '../../support/schema-connection.js';

const OWNER = randomUUID();
/** As an existing project has them: written by the front end, with nothing behind them that we could use. */
const FORMER = `
  create role anon nologin noinherit;
  create role authenticated nologin noinherit;
  create schema auth;
  create function auth.uid() returns uuid language sql stable as
    $$ select (current_setting('request.jwt.claims', true)::jsonb ->> 'sub')::uuid $$;
  create table integration_connections (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null,
    service_name text not null,
    connection_status text not null default 'disconnected'
      constraint integration_connections_connection_status_check
      check (connection_status in ('connected', 'disconnected', 'error', 'pending')),
    last_sync_at timestamptz,
    sync_status text not null default 'idle',
    configuration jsonb default '{}',
    error_message text,
    unique (user_id, service_name)
  );
  alter table integration_connections enable row level security;
  create policy "Own" on integration_connections for all using (auth.uid() = user_id);
  insert into integration_connections (user_id, service_name, connection_status, configuration, sync_status) values
    ('${OWNER}', 'sprout', 'connected', '{"note": 1}', 'syncing'),
    ('${OWNER}', 'sprout_social', 'pending', '[]', 'idle'),
    ('${OWNER}', 'Buffer', 'error', null, 'success');
  create table oauth_states (
    id uuid primary key default gen_random_uuid(),
    user_id uuid not null,
    state_token text not null unique,
    platform_name text not null,
    redirect_uri text not null,
    expires_at timestamptz not null default now() + interval '10 minutes',
    created_at timestamptz default now()
  );
  insert into oauth_states (user_id, state_token, platform_name, redirect_uri) values ('${OWNER}', 'plain', 'x', 'y');`;

let postgres: PGlite;
beforeAll(async () => {
  postgres = await bareDatabase();
  await postgres.exec(FORMER);
  await migrate(schemaConnection(postgres));
});
afterAll(() => postgres.close());

describe('a project that already has connections', () => {
  it('keeps one of each service, none of which is connected any more', async () => {
    const { rows } = await postgres.query(
      `select service_name, connection_status, sync_status, configuration, credential_version
       from integration_connections order by service_name`,
    );
    const kept = { configuration: {}, credential_version: 0 };
    expect(rows).toEqual([
      { ...kept, service_name: 'buffer', connection_status: 'error', sync_status: 'success' },
      { ...kept, service_name: 'sprout-social', connection_status: 'pending', sync_status: 'idle' },
    ]);
  });

  it('forgets states that were kept as they are', async () => {
    expect((await postgres.query('select 1 from oauth_states')).rows).toEqual([]);
  });

  it('lets users read their rows, and not write them past us', async () => {
    await postgres.transaction(async (transaction) => {
      const claims = JSON.stringify({ sub: OWNER, role: 'authenticated' });
      await transaction.query(`select set_config('request.jwt.claims', $1, true)`, [claims]);
      await transaction.exec('set local role authenticated');
      expect((await transaction.query('select 1 from integration_connections')).rows).toHaveLength(2);
      const written = await transaction.query(
        `update integration_connections set connection_status = 'connected'`,
      );
      expect(written.affectedRows).toBe(0);
    });
  });
});
