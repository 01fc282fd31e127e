import { HOOKS } from '../domains/integrations/hook-stage.js';
import type { MadeObject, ObjectCases } from './object-case.js';
import { type Tenant, told } from './tenant.js';

const hookAt =
  (rest: string, asks: Omit<MadeObject, 'path'>) =>
  async ({ client }: Tenant): Promise<MadeObject> => {
    const wanted = { name: 'Hook', url: 'https://93.184.216.34/hook', events: ['lead.*'] };
    const { id } = await told(client.post(HOOKS, wanted));
    return { path: `${HOOKS}/${id}${rest}`, ...asks };
  };
const deliveryAt =
  (rest: string, asks: Omit<MadeObject, 'path'>) =>
  async (owner: Tenant): Promise<MadeObject> => {
    const { path } = await hookAt('', {})(owner);
    const id = crypto.randomUUID();
    await owner.app.sql(
      `insert into webhook_deliveries (id, user_id, webhook_id, type, body, state)
       values ($1, $2, $3, 'lead.created', '{}', 'failed')`,
      [id, owner.id, path.slice(HOOKS.length + 1)],
    );
    return { path: `${path}/deliveries/${id}${rest}`, ...asks };
  };

/** Servers that are told what happens, and what they were told. */
export const WEBHOOK_CASES: ObjectCases = {
  [`${HOOKS}/:webhookId`]: hookAt('', { GET: null, PATCH: { name: 'Other' }, DELETE: null }),
  [`${HOOKS}/:webhookId/secret/rotate`]: hookAt('/secret/rotate', { POST: {} }),
  [`${HOOKS}/:webhookId/test`]: hookAt('/test', { POST: {} }),
  [`${HOOKS}/:webhookId/deliveries`]: hookAt('/deliveries', { GET: null }),
  [`${HOOKS}/:webhookId/deliveries/:deliveryId`]: deliveryAt('', { GET: null }),
  [`${HOOKS}/:webhookId/deliveries/:deliveryId/resend`]: deliveryAt('/resend', { POST: {} }),
  [`${HOOKS}/:webhookId/statistics`]: hookAt('/statistics', { GET: null }),
  [`${HOOKS}/:webhookId/recover`]: async (owner) => {
    const { path } = await deliveryAt('', {})(owner);
    return { path: path.replace(/\/deliveries\/.*/, '/recover'), POST: { since: '2026-01-01' } };
  },
};
