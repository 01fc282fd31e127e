import { randomUUID } from 'node:crypto';
import { migrate } from '#platform/database/migrator';
import { bareDatabase } from '../../support/bare-database.js';
import { schemaConnection } from '../../support/schema-connection.js';

const FORMER = `
  create table user_secrets (
    id uuid primary key default gen_random_uuid(), user_id uuid not null, service_name text not null,
    encrypted_value text not null, initialization_vector text not null, created_at timestamptz default now(),
    updated_at timestamptz default now(), last_used_at timestamptz, is_active boolean default true,
    metadata jsonb default '{}', unique (user_id, service_name));
  create table secret_audit_logs (
    id uuid primary key default gen_random_uuid(), user_id uuid not null, service_name text not null,
    operation text not null check (operation in ('create', 'read', 'update', 'delete')), ip_address inet,
    user_agent text, success boolean not null, error_message text, created_at timestamptz default now());
  create function update_updated_at_column() returns trigger language plpgsql as
    $$ begin new.updated_at = now(); return new; end $$;
  create trigger update_user_secrets_updated_at before update on user_secrets
    for each row execute function update_updated_at_column();
  alter table user_secrets enable row level security;
  create policy "Anybody signed in" on user_secrets for all using (true);
  create policy "System can insert" on secret_audit_logs for insert with check (true);`;

describe('an existing project', () => {
  it('keeps its rows, and loses what was open in it', async () => {
    const postgres = await bareDatabase();
    const rows = async (sql: string, values: unknown[] = []) =>
      (await postgres.query<Record<string, unknown>>(sql, values)).rows;
    await postgres.exec(FORMER);
    const userId = randomUUID();
    await rows(
      `insert into user_secrets (user_id, service_name, encrypted_value, initialization_vector, is_active, updated_at)
       values ($1, 'openai_api_key', 'c2VhbGVk', 'bm9uY2U=', null, '2025-01-01')`,
      [userId],
    );
    await migrate(schemaConnection(postgres));
    await rows('update user_secrets set last_used_at = now()');
    const [row] = await rows(
      `select *, updated_at::date::text as changed from user_secrets where user_id = $1`,
      [userId],
    );
    expect(row).toMatchObject({
      service_name: 'openai_api_key',
      encrypted_value: 'c2VhbGVk',
      initialization_vector: 'bm9uY2U=',
      is_active: true,
      format: 1,
      key_id: null,
      changed: '2025-01-01',
    });
    const policies = await rows(
      `select policyname from pg_policies where tablename in ('user_secrets', 'secret_audit_logs') order by 1`,
    );
    expect(policies.map(({ policyname }) => policyname)).toEqual(
      ['secret_audit_logs', 'user_secrets'].flatMap((table) => [
        `${table}_own`,
        `${table}_read`,
        `${table}_service`,
      ]),
    );
    const again = `insert into user_secrets (user_id, service_name, encrypted_value, initialization_vector)
      values ($1, 'openai_api_key', '', '')`;
    await expect(rows(again, [userId])).rejects.toMatchObject({ code: '23505' });
    await postgres.close();
  });
});
