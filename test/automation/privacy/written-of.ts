import { randomUUID } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';

export const PHONE = '+49 30 7654321';

interface Owner {
  id: string;
  client: TestClient;
}

export const newAddress = () => `ada.${randomUUID()}@people.test`;

/** Writes of somebody wherever an owner may; answers the files in which they are copied. */
export async function writeOf(app: TestApp, { id, client }: Owner, email: string): Promise<string[]> {
  const lead = { name: 'Ada Lovelace', email, phone: PHONE, source: 'manual' };
  const made = await client.post('/api/leads', lead, { 'idempotency-key': randomUUID() });
  expect(made.status).toBeLessThan(300);
  const leadId: string = made.body.data.id;
  const said = `Ask Ada (mailto:${email.replace('@', '%40')}, ${email.toUpperCase()}) or call 0049 (30) 765-4321.`;
  await client.post('/api/leads', { name: 'Bo', email: newAddress(), source: 'manual', notes: said });
  await client.post('/api/support/ticket', {
    email: `o-${id}@own.test`,
    name: 'Owner',
    subject: email,
    message: said,
  });
  const bucket = await client.post('/api/knowledge/buckets', { name: 'Notes', bucket_type: 'general' });
  const document = {
    bucket_id: bucket.body.data.id,
    title: `About ${email}`,
    content: `# People\n\n${said}`,
  };
  expect((await client.post('/api/knowledge/documents', document)).status).toBeLessThan(300);
  const json = JSON.stringify({ to: email, lines: [`Dear\n${email}`, { phone: PHONE }], [email]: 1 });
  const rows: [string, unknown[]][] = [
    [
      `insert into agent_runs (id, user_id, agent, task, input, output) values (gen_random_uuid(), $1, 'chat', 'answer', $2, $2)`,
      [id, json],
    ],
    [
      `insert into proposals (client_name, template_type, created_by, client_info, content) values ('Ada', 'web', $1, $2, $2)`,
      [id, json],
    ],
    [
      `insert into outbound_events (user_id, type, data) values ($1, 'lead.scored', jsonb_build_object('lead_id', $2::text))`,
      [id, leadId],
    ],
    [
      `insert into scrape_results (user_id, url, scrape_type, status, data) values ($1, 'https://a.test', 'page', 'completed', $2)`,
      [id, json],
    ],
  ];
  rows.push([
    `insert into pgboss.job (name, data, start_after) values ('leads.consent-withdrawn', $1::jsonb, now() + interval '1 hour')`,
    [JSON.stringify({ ownerId: id, emails: [email] })],
  ]);
  for (const [sql, values] of rows) await app.sql(sql, values);
  await tellHookOf(app, { id, client }, email, leadId);
  return copiesOf(app, id);
}

async function copiesOf(app: TestApp, ownerId: string): Promise<string[]> {
  const attempt = randomUUID();
  await app.sql(
    `insert into lead_exports (id, created_by, format, options, status, attempt) values (gen_random_uuid(), $1, 'csv', '{}', 'completed', $2)`,
    [ownerId, attempt],
  );
  const path = join(app.dataDir, 'storage', `exports/${attempt}.csv`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, 'email');
  return [path];
}

/** Two deliveries that mention the person, by address and by lead, and one of somebody else. */
async function tellHookOf(app: TestApp, { id, client }: Owner, email: string, leadId: string): Promise<void> {
  const hook = await client.post('/api/integrations/webhooks', {
    name: 'Hook',
    url: 'https://93.184.216.34/',
    events: ['content.generated'],
  });
  for (const [state, data] of [
    ['delivered', { email }],
    ['waiting', { lead_id: leadId }],
    ['delivered', { email: 'other@people.test' }],
  ] as const)
    await app.sql(
      `insert into webhook_deliveries (id, webhook_id, user_id, type, body, state, due_at)
       values (gen_random_uuid(), $1, $2, 'lead.created', $3, $4, now() + interval '1 day')`,
      [hook.body.data.id, id, JSON.stringify({ data }), state],
    );
}
