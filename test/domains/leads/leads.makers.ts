import { randomUUID } from 'node:crypto';
import { newId } from '#kernel/ids';
import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';

/** A lead as its owner makes one, with an address of its own. */
export async function newLead(client: TestClient, lead: object = {}) {
  const made = await client.post('/api/leads', { email: `${randomUUID()}@example.com`, ...lead });
  if (made.status !== 201) throw new Error(made.text);
  return made.body.data;
}

/** Adds leads straight to the table; each later one is a minute newer. */
export async function makeLeads(
  app: TestApp,
  ownerId: string,
  leads: Record<string, unknown>[],
): Promise<string[]> {
  const ids: string[] = [];
  for (const [at, lead] of leads.entries()) {
    const row: Record<string, unknown> = {
      id: newId(),
      created_by: ownerId,
      email: `lead${at}@example.com`,
      source: 'manual',
      created_at: new Date(Date.UTC(2026, 0, 1, 0, at)).toISOString(),
      ...lead,
    };
    const names = Object.keys(row);
    await app.sql(
      `insert into leads (${names.join(', ')}) values (${names.map((_, index) => `$${index + 1}`).join(', ')})`,
      Object.values(row),
    );
    ids.push(String(row.id));
  }
  return ids;
}
