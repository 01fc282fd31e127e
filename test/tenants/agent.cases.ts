import { newCampaign } from './campaign.cases.js';
import type { MadeObject, ObjectCases } from './object-case.js';
import { kept, type Tenant, told } from './tenant.js';

const runAt =
  (rest: string, asks: Omit<MadeObject, 'path'>, status: 'queued' | 'waiting' | 'completed') =>
  async ({ app, id }: Tenant): Promise<MadeObject> => {
    const run = await kept(app, 'agent_runs', {
      user_id: id,
      agent: 'lead',
      task: 'score_leads',
      input: {},
      limits: { maxSteps: 5, deadlineSeconds: 60, budgetMicros: 0 },
      status,
    });
    if (status === 'waiting')
      await app.sql(
        `insert into agent_steps (run_id, seq, user_id, key, kind, risk, status, revision)
         values ($1, 1, $2, 'a', 'change', 'write', 'waiting', 1)`,
        [run, id],
      );
    return { path: `/api/agents/runs/${run}${rest}`, ...asks };
  };

const scheduleAt =
  (rest: string, asks: Omit<MadeObject, 'path'>, ...steps: string[]) =>
  async (owner: Tenant): Promise<MadeObject> => {
    const campaign_id = await newCampaign(owner, { kpi_targets: { conversion: 4 } });
    const trigger = { type: 'interval', every_seconds: 3_600 };
    const wanted = { kind: 'campaign_monitoring', payload: { campaign_id }, trigger };
    const path = `/api/schedules/${(await told(owner.client.post('/api/schedules', wanted))).id}`;
    for (const step of steps) await told(owner.client.post(`${path}/${step}`));
    return { path: `${path}${rest}`, ...asks };
  };

const serverAt =
  (rest: string, asks: Omit<MadeObject, 'path'>) =>
  async ({ app, id }: Tenant): Promise<MadeObject> => {
    const server = await kept(app, 'mcp_servers', {
      user_id: id,
      name: 'crm',
      url: 'https://93.184.216.34/mcp',
      enabled: true,
    });
    return { path: `/api/agents/mcp/servers/${server}${rest}`, ...asks };
  };

/** Who works on its own, when, and with which tools. */
export const AGENT_CASES: ObjectCases = {
  '/api/agents/runs/:runId': runAt('', { GET: null }, 'waiting'),
  '/api/agents/runs/:runId/events': runAt('/events', { GET: null }, 'completed'),
  '/api/agents/runs/:runId/cancel': runAt('/cancel', { POST: null }, 'queued'),
  '/api/agents/runs/:runId/approve': runAt('/approve', { POST: null }, 'waiting'),
  '/api/agents/runs/:runId/reject': runAt('/reject', { POST: null }, 'waiting'),
  '/api/agents/mcp/servers/:serverId': serverAt('', { GET: null, PUT: { name: 'crm2' }, DELETE: null }),
  '/api/agents/mcp/servers/:serverId/refresh': serverAt('/refresh', { POST: {} }),
  '/api/schedules/:scheduleId': scheduleAt('', { GET: null, DELETE: null }),
  '/api/schedules/:scheduleId/pause': scheduleAt('/pause', { POST: null }),
  '/api/schedules/:scheduleId/resume': scheduleAt('/resume', { POST: null }, 'pause'),
  '/api/schedules/:scheduleId/run': scheduleAt('/run', { POST: null }),
};
