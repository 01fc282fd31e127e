import { randomUUID } from 'node:crypto';
import { delay, ENTER } from '../automation/workflows/flows.js';
import type { MadeObject, ObjectCases } from './object-case.js';
import { kept, type Tenant, told } from './tenant.js';

const STEPS = [ENTER, delay('a', null)];
type Asks = Omit<MadeObject, 'path'>;

/** A workflow that lets in, with one instance that waits. */
export async function newFlow(
  { client }: Tenant,
  prefix: string,
  subject: { lead_id?: string } = {},
): Promise<{ path: string; execution: string }> {
  const wanted = { name: randomUUID(), format: 2, steps: STEPS, status: 'active' };
  const path = `${prefix}/${(await told(client.post(prefix, wanted))).id}`;
  const { body, text } = await client.post(`${path}/execute`, subject);
  if (typeof body?.data?.execution_id !== 'string') throw new Error(text);
  return { path, execution: body.data.execution_id };
}

const ended = (owner: Tenant) =>
  owner.app.sql(
    `update workflow_executions set status = 'failed', error_code = 'workflows/webhook-refused', step = 'a',
       completed_at = now(), due_at = null where created_by = $1`,
    [owner.id],
  );

/** The routes below both prefixes. */
function casesBelow(prefix: string): ObjectCases {
  const flowAt =
    (rest: string, asks: Asks, ...steps: string[]) =>
    async (owner: Tenant): Promise<MadeObject> => {
      const { path } = await newFlow(owner, prefix);
      for (const step of steps) await told(owner.client.post(`${path}/${step}`, {}));
      return { path: `${path}${rest}`, ...asks };
    };
  const executionAt =
    (rest: string, asks: Asks, ...steps: string[]) =>
    async (owner: Tenant): Promise<MadeObject> => {
      const path = `${prefix}/executions/${(await newFlow(owner, prefix)).execution}`;
      for (const step of steps) await told(owner.client.post(`${path}/${step}`, {}));
      return { path: `${path}${rest}`, ...asks };
    };
  const failed = (made: (owner: Tenant) => Promise<MadeObject>) => async (owner: Tenant) => {
    const object = await made(owner);
    await ended(owner);
    return object;
  };
  const one = `${prefix}/:workflowId`;
  const instance = `${prefix}/executions/:executionId`;
  return {
    [one]: flowAt('', { GET: null, PUT: { name: 'Other' }, DELETE: null }),
    [`${one}/duplicate`]: flowAt('/duplicate', { POST: {} }),
    [`${one}/export`]: flowAt('/export', { GET: null }),
    [`${one}/execute`]: flowAt('/execute', { POST: {} }),
    [`${one}/figures`]: flowAt('/figures', { GET: null }),
    [`${one}/simulate`]: flowAt('/simulate', { POST: { lead: { first_name: 'Ada' } } }),
    [`${one}/status`]: flowAt('/status', { GET: null }),
    [`${one}/publish`]: async (owner) => {
      const { path } = await newFlow(owner, prefix);
      await told(owner.client.put(path, { steps: [ENTER, delay('a', null, { days: 2 })], format: 2 }));
      return { path: `${path}/publish`, POST: {} };
    },
    [`${one}/pause`]: flowAt('/pause', { POST: null }),
    [`${one}/resume`]: flowAt('/resume', { POST: null }, 'pause'),
    [`${one}/versions`]: flowAt('/versions', { GET: null }),
    [`${one}/versions/:version`]: flowAt('/versions/1', { GET: null }),
    [`${one}/executions`]: flowAt('/executions', { GET: null }),
    [`${one}/executions/retry`]: failed(flowAt('/executions/retry', { POST: {} })),
    [`${one}/executions/cancel`]: flowAt('/executions/cancel', { POST: {} }),
    [`${one}/executions/migrate`]: async (owner) => {
      const { path } = await newFlow(owner, prefix);
      const steps = [ENTER, delay('a', null, { days: 2 })];
      await told(owner.client.put(path, { steps, format: 2, status: 'active' }));
      return { path: `${path}/executions/migrate`, POST: { to_version: 2 } };
    },
    [instance]: executionAt('', { GET: null }),
    [`${instance}/pause`]: executionAt('/pause', { POST: null }),
    [`${instance}/resume`]: executionAt('/resume', { POST: null }, 'pause'),
    [`${instance}/cancel`]: executionAt('/cancel', { POST: null }),
    [`${instance}/retry`]: failed(executionAt('/retry', { POST: {} })),
    [`${prefix}/approvals/:approvalId/decide`]: async (owner) => {
      const { path, execution } = await newFlow(owner, prefix);
      const id = await kept(owner.app, 'workflow_approvals', {
        created_by: owner.id,
        execution_id: execution,
        seq: 1,
        workflow_id: path.slice(prefix.length + 1),
        step: 'a',
        title: 'Send it?',
      });
      return { path: `${prefix}/approvals/${id}/decide`, POST: { decision: 'approved' } };
    },
  };
}

/** Workflows, and what is on its way through them. */
export const WORKFLOW_CASES: ObjectCases = {
  ...casesBelow('/api/workflows'),
  ...casesBelow('/api/workflow'),
};
