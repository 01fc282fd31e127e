import { randomUUID } from 'node:crypto';
import { newLead } from '../domains/leads/leads.makers.js';
import { type Tenant, told } from './tenant.js';

/** One of each thing that requests name. */
export interface Things {
  /** A lead in the segment. */
  readonly lead: string;
  readonly other: string;
  /** A lead by the form, and so of the campaign. */
  readonly captured: string;
  readonly form: string;
  readonly campaign: string;
  readonly segment: string;
}

/** Things that are there, of one owner. */
export async function newThings({ app, client }: Tenant): Promise<Things> {
  const [lead, other] = [String((await newLead(client)).id), String((await newLead(client)).id)];
  const made = async (path: string, wanted: object) => (await told(client.post(path, wanted))).id;
  const campaign = await made('/api/campaigns', { name: randomUUID(), type: 'email' });
  const form = await made('/api/lead-capture/forms', { name: 'Contact', campaign_id: campaign });
  const email = `${randomUUID()}@example.com`;
  await told(app.anonymous.post(`/api/lead-capture/webhook/${form}`, { email, name: 'Ada' }));
  const { body } = await client.get(`/api/leads?form_id=${form}`);
  const segment = await made('/api/leads/segments', { name: randomUUID(), kind: 'static' });
  await told(client.post(`/api/leads/segments/${segment}/members`, { lead_ids: [lead] }));
  return { lead, other, captured: body.data[0].id, form, campaign, segment };
}
