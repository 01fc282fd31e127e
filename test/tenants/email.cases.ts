import { randomUUID } from 'node:crypto';
import { newCampaign } from './campaign.cases.js';
import type { MadeObject, ObjectCases } from './object-case.js';
import { kept, type Tenant, told } from './tenant.js';

const TEMPLATES = '/api/email/templates';
const WORDS = { subject: 'Hi', html_content: '<p>Hi</p>' };

const templateAt =
  (rest: string, asks: Omit<MadeObject, 'path'>) =>
  async ({ client }: Tenant): Promise<MadeObject> => {
    const { id } = await told(client.post(TEMPLATES, { name: randomUUID(), ...WORDS }));
    const path = `${TEMPLATES}/${id}`;
    await told(client.put(path, { subject: 'Hello' }));
    return { path: `${path}${rest}`, ...asks };
  };

const mailingAt =
  (rest: string, asks: Omit<MadeObject, 'path'>) =>
  async (owner: Tenant): Promise<MadeObject> => {
    const { id } = await mailingOf(owner);
    return { path: `/api/email/campaigns/${id}/${rest}`, ...asks };
  };

/** A mailing that was begun, by the id of its campaign. */
async function mailingOf(owner: Tenant): Promise<{ id: string; mailing: string }> {
  const id = await newCampaign(owner);
  const mailing = await kept(owner.app, 'email_campaigns', {
    campaign_id: id,
    created_by: owner.id,
    subject_line: 'Hi',
    state: 'sending',
  });
  return { id, mailing };
}

const messageAt =
  (rest: string, asks: Omit<MadeObject, 'path'>, state: string) =>
  async (owner: Tenant): Promise<MadeObject> => {
    const { id, mailing } = await mailingOf(owner);
    const email = `${randomUUID()}@reader.test`;
    const message = await kept(owner.app, 'email_messages', {
      email_campaign_id: mailing,
      campaign_id: id,
      created_by: owner.id,
      email,
      email_norm: email,
      state,
    });
    return { path: `/api/email/messages/${message}${rest}`, ...asks };
  };

const single =
  (rest: string, asks: Omit<MadeObject, 'path'>) =>
  async ({ client }: Tenant): Promise<MadeObject> => {
    const wish = { to: `${randomUUID()}@reader.test`, subject: 'Hi', body: '<p>Hi</p>' };
    const { body, text } = await client.post('/api/email/send', { ...wish, scheduled_at: LATER });
    if (typeof body?.email_id !== 'string') throw new Error(text);
    return { path: `/api/email/messages/${body.email_id}${rest}`, ...asks };
  };
const LATER = new Date(Date.now() + 86_400_000).toISOString();

/** What is written in mails, and what became of them. */
export const EMAIL_CASES: ObjectCases = {
  '/api/email/campaigns/:campaignId/report': mailingAt('report', { GET: null }),
  '/api/email/campaigns/:campaignId/recipients': mailingAt('recipients', { GET: null }),
  '/api/email/campaigns/:campaignId/metrics': mailingAt('metrics', { GET: null }),
  '/api/email/messages/:messageId': single('', { GET: null }),
  '/api/email/messages/:messageId/cancel': single('/cancel', { POST: null }),
  '/api/email/messages/:messageId/resend': messageAt('/resend', { POST: null }, 'unknown'),
  '/api/email/templates/:templateId': templateAt('', {
    GET: null,
    PUT: { subject: 'Other' },
    PATCH: { subject: 'Another' },
    DELETE: null,
  }),
  '/api/email/templates/:templateId/copy': templateAt('/copy', { POST: {} }),
  '/api/email/templates/:templateId/versions': templateAt('/versions', {
    GET: null,
    POST: { subject_line: 'Other', html_content: '<p>Other</p>' },
  }),
  '/api/email/templates/:templateId/versions/:version': templateAt('/versions/1', { GET: null }),
  '/api/email/templates/:templateId/versions/:version/diff': templateAt('/versions/2/diff', { GET: null }),
  '/api/email/templates/:templateId/preview': templateAt('/preview', { POST: {} }),
  '/api/email/templates/:templateId/versions/:version/restore': templateAt('/versions/1/restore', {
    POST: {},
  }),
  '/api/email/templates/:templateId/versions/:version/publish': templateAt('/versions/1/publish', {
    POST: null,
  }),
  '/api/email/files/:fileId': async ({ client }) => {
    return { path: `/api/email/files/${await fileOf(client)}`, GET: null, DELETE: null };
  },
  '/api/email/files/:fileId/content': async ({ client }) => {
    return { path: `/api/email/files/${await fileOf(client)}/content`, GET: null };
  },
};

async function fileOf(client: Tenant['client']): Promise<string> {
  const headers = { 'content-type': 'application/octet-stream' };
  return (await told(client.post('/api/email/files?name=prices.txt', 'Spades: 5', headers))).id;
}
