import { randomUUID } from 'node:crypto';
import type { MadeObject, ObjectCases } from './object-case.js';
import { type Tenant, told } from './tenant.js';

const LATER = '2099-12-01T10:00:00Z';
const MONDAYS = { timezone: 'UTC', slots: [{ day: 1, time: '09:00' }] };

const postAt =
  (rest: string, asks: Omit<MadeObject, 'path'>) =>
  async (owner: Tenant): Promise<MadeObject> => {
    await connected(owner);
    const wanted = { platform: 'twitter', content: 'Fresh bread', scheduled_time: LATER };
    const { id } = await told(owner.client.post('/api/social/posts', wanted));
    return { path: `/api/social/posts/${id}${rest}`, ...asks };
  };

/** An account that can be posted to, without a network behind it. */
export async function connected({ app, id }: Tenant): Promise<string> {
  const [connection, account] = [randomUUID(), randomUUID()];
  await app.sql(
    `insert into integration_connections (id, user_id, service_name, connection_status)
     values ($1, $2, 'twitter', 'connected')`,
    [connection, id],
  );
  await app.sql(
    `insert into connection_profiles (id, user_id, connection_id, network, profile_id, name)
     values ($1, $2, $3, 'twitter', '1', 'Dough & Co.')`,
    [account, id, connection],
  );
  return account;
}

/** Posts for social networks, and what they leave by. */
export const SOCIAL_CASES: ObjectCases = {
  '/api/social/posts/:postId': postAt('', { GET: null, PATCH: { content: 'Fresher bread' }, DELETE: null }),
  '/api/social/posts/:postId/publish': postAt('/publish', { POST: null }),
  '/api/social/posts/:postId/cancel': postAt('/cancel', { POST: null }),
  '/api/social/posts/:postId/queue': async (owner) => {
    const accountId = await connected(owner);
    await told(owner.client.put(`/api/social/accounts/${accountId}/queue`, MONDAYS));
    const wanted = { platform: 'twitter', content: 'Fresh bread' };
    const { id } = await told(owner.client.post('/api/social/posts', wanted));
    return { path: `/api/social/posts/${id}/queue`, POST: null };
  },
  '/api/social/posts/:postId/metrics': postAt('/metrics', { GET: null }),
  '/api/social/accounts/:accountId/queue': async (owner) => {
    const id = await connected(owner);
    return { path: `/api/social/accounts/${id}/queue`, GET: null, PUT: MONDAYS };
  },
  '/api/integrations/connections/:connectionId': async ({ client }) => {
    const { id } = await told(client.post('/api/integrations/connections', { service_name: 'buffer' }));
    return { path: `/api/integrations/connections/${id}`, DELETE: null };
  },
};
