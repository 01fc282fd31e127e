import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';

/** Uploads the bytes as they are and waits until they have been read. */
export async function importing(app: TestApp, content: string | Buffer, query = '', user?: { id: string }) {
  const id = user?.id ?? randomUUID();
  const client = await app.as(id);
  const answer = await fetch(`${app.url}/api/leads/import${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await app.token({ id })}`, 'content-type': 'text/csv' },
    body: typeof content === 'string' ? content : new Uint8Array(content),
  });
  const { data: started, ...refusal } = (await answer.json()) as {
    data: { id: string } | null;
    code?: string;
  };
  if (started === null) return { status: answer.status, refusal, id, client };
  await app.drainJobs();
  const { data } = (await client.get(`/api/leads/imports/${started.id}`)).body;
  const leads = (await client.get('/api/leads?limit=100')).body.data as Record<string, unknown>[];
  const errors = (await client.get(`/api/leads/imports/${data.id}/errors`)).body.data;
  const byEmail = Object.fromEntries(leads.map((lead) => [String(lead.email), lead]));
  return { status: answer.status, started, data, leads, byEmail, errors, id, client };
}
