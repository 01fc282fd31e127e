import { randomUUID } from 'node:crypto';
import { newLead } from '../domains/leads/leads.makers.js';
import type { MadeObject, ObjectCases } from './object-case.js';
import { type Tenant, told } from './tenant.js';

const FILE = 'email,name\nada@example.com,Ada\n';

/** What is made with many leads: the work on them is asked for and waits, since nobody takes it here. */
const work =
  (made: (owner: Tenant) => Promise<string>, rest: string, asks: Omit<MadeObject, 'path'>) =>
  async (owner: Tenant): Promise<MadeObject> => ({ path: `${await made(owner)}${rest}`, ...asks });

async function enrichmentRun({ client }: Tenant): Promise<string> {
  const { id: lead } = await newLead(client);
  const run = await told(client.post('/api/leads/enrich', { lead_ids: [lead], providers: ['signals'] }));
  return `/api/leads/enrichment/runs/${run.id}`;
}

async function leadExport({ client }: Tenant): Promise<string> {
  return `/api/leads/exports/${(await told(client.post('/api/leads/exports', {}))).id}`;
}

async function leadImport({ client }: Tenant): Promise<string> {
  const headers = { 'content-type': 'text/csv' };
  return `/api/leads/imports/${(await told(client.post('/api/leads/import', FILE, headers))).id}`;
}

async function scoreRun({ client }: Tenant): Promise<string> {
  return `/api/leads/scoring/runs/${(await told(client.post('/api/leads/scoring/runs'))).id}`;
}

async function segment({ client }: Tenant): Promise<string> {
  const wanted = { name: randomUUID(), kind: 'static' };
  return `/api/leads/segments/${(await told(client.post('/api/leads/segments', wanted))).id}`;
}

async function membersOf(owner: Tenant, more: Omit<MadeObject, 'path'> = {}): Promise<MadeObject> {
  const lead_ids = [(await newLead(owner.client)).id];
  return { path: `${await segment(owner)}/members`, POST: { lead_ids }, ...more };
}

export const LEADS_WORK_CASES: ObjectCases = {
  '/api/leads/enrichment/runs/:runId': work(enrichmentRun, '', { GET: null }),
  '/api/leads/enrichment/runs/:runId/cancel': work(enrichmentRun, '/cancel', { POST: null }),
  '/api/leads/exports/:exportId': work(leadExport, '', { GET: null }),
  '/api/leads/exports/:exportId/cancel': work(leadExport, '/cancel', { POST: null }),
  '/api/leads/fields/:key': async ({ client }) => {
    const key = 'seats';
    await told(client.post('/api/leads/fields', { key, label: 'Seats', type: 'number' }));
    return { path: `/api/leads/fields/${key}`, PUT: { label: 'Places' }, DELETE: null };
  },
  '/api/leads/imports/:importId': work(leadImport, '', { GET: null }),
  '/api/leads/imports/:importId/cancel': work(leadImport, '/cancel', { POST: null }),
  '/api/leads/imports/:importId/errors': work(leadImport, '/errors', { GET: null }),
  '/api/leads/imports/:importId/errors.csv': work(leadImport, '/errors.csv', { GET: null }),
  '/api/leads/merges/:mergeId/undo': async ({ client }) => {
    const [into, from] = [(await newLead(client)).id, (await newLead(client)).id];
    const { merge_id } = await told(client.post('/api/leads/merges', { into, from: [from] }));
    return { path: `/api/leads/merges/${String(merge_id)}/undo`, POST: null };
  },
  '/api/leads/scoring/runs/:runId': work(scoreRun, '', { GET: null }),
  '/api/leads/scoring/runs/:runId/cancel': work(scoreRun, '/cancel', { POST: null }),
  '/api/leads/segments/:segmentId': work(segment, '', { GET: null, PUT: { name: 'Other' }, DELETE: null }),
  '/api/leads/segments/:segmentId/members': (owner) => membersOf(owner, { GET: null }),
  '/api/leads/segments/:segmentId/members/remove': async (owner) => {
    const { path, POST } = await membersOf(owner);
    await told(owner.client.post(path, POST ?? {}));
    return { path: `${path}/remove`, POST: POST ?? null };
  },
};
