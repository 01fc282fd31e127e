import { randomUUID } from 'node:crypto';
import type { MadeObject, ObjectCases } from './object-case.js';
import { kept, type Tenant, told } from './tenant.js';

/** The owner's connection to a network; its rows say whose it is. */
const connectionAt =
  (path: string, asks: Omit<MadeObject, 'path'>) =>
  async ({ app, id }: Tenant): Promise<MadeObject> => {
    await kept(app, 'integration_connections', {
      user_id: id,
      service_name: 'buffer',
      connection_status: 'connected',
    });
    return { path, ...asks };
  };

/** By the path of its routes, what everybody has one of by the same word; its words say the id of the owner. */
export const WORD_CASES: ObjectCases = {
  '/api/user/secrets/:service': async ({ client, id }) => {
    await told(client.put('/api/user/secrets/openai', { value: `sk-${id}` }));
    return { path: '/api/user/secrets/openai', DELETE: null, PUT: { value: `sk-${randomUUID()}` } };
  },
  '/api/user/secrets/:service/test': async ({ client, id }) => {
    await told(client.put('/api/user/secrets/openai', { value: `sk-${id}` }));
    return { path: '/api/user/secrets/openai/test', POST: null };
  },
  '/api/email/blocks/:name': async ({ client, id }) => {
    await told(client.put('/api/email/blocks/footer', { content: `<p>${id}</p>` }));
    return { path: '/api/email/blocks/footer', GET: null, DELETE: null, PUT: { content: '<p>Acme</p>' } };
  },
  '/api/agents/:agent/settings': async ({ client }) => {
    const path = '/api/agents/lead/settings';
    await told(client.put(path, { enabled: false }));
    return { path, GET: null, PUT: { enabled: true } };
  },
  '/api/integrations/:service/connect': connectionAt('/api/integrations/buffer/connect', {
    POST: { api_key: '' },
  }),
  '/api/integrations/:service/sync': connectionAt('/api/integrations/buffer/sync', { POST: null }),
  '/api/integrations/:service/test': connectionAt('/api/integrations/buffer/test', { POST: null }),
  '/api/integrations/:service/disconnect': connectionAt('/api/integrations/buffer/disconnect', {
    DELETE: null,
  }),
  '/api/social-connections/:platform': connectionAt('/api/social-connections/buffer', { DELETE: null }),
  '/api/oauth/revoke/:platform': connectionAt('/api/oauth/revoke/buffer', { POST: null }),
  '/api/oauth/check-expiry/:platform': connectionAt('/api/oauth/check-expiry/buffer', { GET: null }),
};
