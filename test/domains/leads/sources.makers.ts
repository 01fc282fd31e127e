import { createHmac, randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { TestApp } from '../../support/app.js';

export const SOURCES = '/api/lead-capture/sources';
export const MAPPING = [
  { from: 'contact.email', to: 'email' },
  { from: 'contact.id', to: 'external_id' },
  { from: 'contact.names.0', to: 'first_name' },
  { from: 'plan', to: 'custom.plan' },
  { from: 'labels', to: 'tags' },
];

/** A source of a new user, and where it delivers. */
export async function makeSource(app: TestApp, wanted: object = {}) {
  const { client } = await app.newUser();
  const { status, body } = await client.post(SOURCES, { name: 'CRM', mapping: MAPPING, ...wanted });
  expect([status, body.error]).toEqual([201, null]);
  const source = body.data;
  const path = `/api/lead-capture/inbound/${source.id}`;
  const leads = async () => (await client.get('/api/leads')).body.data;
  return { client, source, path, secret: source.secret as string, leads };
}

interface Signed {
  secret: string;
  id?: string;
  at?: Date;
}

/** The headers of Standard Webhooks for a text. */
export function signed(text: string, { secret, id = `msg_${randomUUID()}`, at = new Date() }: Signed) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(secret).sign(id, at, text),
  };
}

export const plainly = (text: string, secret: string) => ({
  'x-signature': `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`,
});
export const ADA = {
  contact: { email: 'Ada@Example.com', id: 7, names: ['Ada'] },
  plan: 'pro',
  labels: ['vip'],
};
