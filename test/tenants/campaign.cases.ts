import { randomUUID } from 'node:crypto';
import { newLead } from '../domains/leads/leads.makers.js';
import type { MadeObject, ObjectCases } from './object-case.js';
import { kept, newTenant, type Tenant, told } from './tenant.js';

const CAMPAIGNS = '/api/campaigns';
const VARIANTS = [{ subject: 'Spring sale' }, { subject: 'Last chance' }];

/** A campaign whose mail waits for the end of quiet hours. */
export async function newCampaign({ client }: Tenant, more: object = {}): Promise<string> {
  const { id } = await told(
    client.post(CAMPAIGNS, {
      name: randomUUID(),
      channels: ['email'],
      content: { email: { subject_line: 'Hi', body: '<p>Hi</p>' } },
      settings: { quiet_hours: { start: '00:00', end: '23:59' } },
      ...more,
    }),
  );
  return id;
}

/** Asked for at a campaign, once these steps have been taken. */
const campaignAt =
  (rest: string, asks: Omit<MadeObject, 'path'>, ...steps: [string, object?][]) =>
  async (owner: Tenant): Promise<MadeObject> => {
    await newLead(owner.client);
    const path = `${CAMPAIGNS}/${await newCampaign(owner)}`;
    for (const [step, body] of steps) await told(owner.client.post(`${path}/${step}`, body ?? {}));
    return { path: `${path}${rest}`, ...asks };
  };

const toApprove = (rest: string, body: object) => async (owner: Tenant) => {
  const id = await newCampaign(owner, { approval_required: true });
  await told(owner.client.post(`${CAMPAIGNS}/${id}/approvals`, {}));
  return { path: `${CAMPAIGNS}/${id}/${rest}`, POST: body };
};

/** A campaign of somebody else, which waits for the word of the one who owns this case. */
const namedIn = (verb: string, body: object) => async (approver: Tenant) => {
  const other = await newTenant(approver.app);
  const policy = { approval_required: true, four_eyes: true, approvers: [approver.id] };
  await told(other.client.put(`${CAMPAIGNS}/approval-policy`, policy));
  const { id } = await told(other.client.post(`${CAMPAIGNS}/${await newCampaign(other)}/approvals`, {}));
  return { path: `/api/campaign-approvals/${id}/${verb}`, POST: body };
};

const experimentAt = (rest: string, asks: Omit<MadeObject, 'path'>) => async (owner: Tenant) => {
  const path = `${CAMPAIGNS}/${await newCampaign(owner)}/experiment`;
  await told(owner.client.put(path, { variants: VARIANTS }));
  return { path: `${path}${rest}`, ...asks };
};

const COST = { channel: 'paid_ads', amount: 7 };

/** Plans, who agreed to them and what they cost. */
export const CAMPAIGN_CASES: ObjectCases = {
  '/api/campaigns/:campaignId': campaignAt('', { GET: null, PUT: { description: 'Other' }, DELETE: null }),
  '/api/campaigns/:campaignId/duplicate': campaignAt('/duplicate', { POST: {} }),
  '/api/campaigns/:campaignId/approvals': async (owner) => ({
    path: `${CAMPAIGNS}/${await newCampaign(owner, { approval_required: true })}/approvals`,
    GET: null,
    POST: {},
  }),
  '/api/campaigns/:campaignId/approve': toApprove('approve', {}),
  '/api/campaigns/:campaignId/reject': toApprove('reject', { comment: 'The old logo' }),
  '/api/campaigns/:campaignId/history': campaignAt('/history', { GET: null }),
  '/api/campaigns/:campaignId/spend': campaignAt('/spend', { POST: COST, GET: null }),
  '/api/campaigns/:campaignId/spend/:spendId': async (owner) => {
    const path = `${CAMPAIGNS}/${await newCampaign(owner)}/spend`;
    return { path: `${path}/${(await told(owner.client.post(path, COST))).id}`, DELETE: null };
  },
  '/api/campaigns/:campaignId/launch': campaignAt('/launch', { POST: null }),
  '/api/campaigns/:campaignId/pause': campaignAt('/pause', { POST: {} }, ['launch']),
  '/api/campaigns/:campaignId/resume': campaignAt('/resume', { POST: {} }, ['launch'], ['pause']),
  '/api/campaigns/:campaignId/stop': campaignAt('/stop', { POST: {} }, ['launch']),
  '/api/campaigns/:campaignId/status': campaignAt(
    '/status',
    { PATCH: { status: 'paused' }, PUT: { status: 'archived' } },
    ['launch'],
  ),
  '/api/campaigns/:campaignId/performance': campaignAt('/performance', { GET: null }),
  '/api/campaigns/:campaignId/recipients': campaignAt('/recipients', { GET: null }, ['launch']),
  '/api/campaigns/:campaignId/recipients/export': campaignAt('/recipients/export', { GET: null }, ['launch']),
  '/api/campaigns/:campaignId/recipients/:leadId/explain': async (owner) => {
    const { id } = await newLead(owner.client);
    return { path: `${CAMPAIGNS}/${await newCampaign(owner)}/recipients/${id}/explain`, GET: null };
  },
  '/api/campaigns/:campaignId/test-send': campaignAt('/test-send', { POST: { to: ['ada@reader.test'] } }),
  '/api/campaigns/:campaignId/audience/estimate': async (owner) => {
    const campaign_id = await newCampaign(owner);
    await owner.app.sql(
      `insert into campaign_estimates (campaign_id, created_by, attempt, audience, settings)
       values ($1, $2, $3, '{}', '{}')`,
      [campaign_id, owner.id, randomUUID()],
    );
    return {
      path: `${CAMPAIGNS}/${campaign_id}/audience/estimate`,
      DELETE: null,
      POST: null,
      GET: null,
    };
  },
  '/api/campaigns/:campaignId/experiment': experimentAt('', {
    GET: null,
    PUT: { variants: [...VARIANTS, { subject: 'Gone tomorrow' }] },
    DELETE: null,
  }),
  '/api/campaigns/:campaignId/experiment/winner': async (owner) => {
    const winner = await experimentAt('/winner', { POST: { variant: 'B' } })(owner);
    await owner.app.sql(`update email_experiments set state = 'undecided' where created_by = $1`, [owner.id]);
    return winner;
  },
  '/api/campaigns/:campaignId/insights': campaignAt('/insights', { GET: null }),
  '/api/campaigns/:campaignId/optimize': campaignAt('/optimize', { POST: {} }),
  '/api/campaigns/:campaignId/render': campaignAt('/render', { POST: {} }),
  '/api/campaigns/:campaignId/simulate': campaignAt('/simulate', { POST: {} }),
  '/api/campaign-approvals/:approvalId/approve': namedIn('approve', {}),
  '/api/campaign-approvals/:approvalId/reject': namedIn('reject', { comment: 'The old logo' }),
  '/api/campaigns/:campaignId/breaker': campaignAt('/breaker', { GET: null }, ['launch']),
  '/api/campaign-alerts/:alertId/acknowledge': async (owner) => {
    const alert = { user_id: owner.id, campaign_id: await newCampaign(owner), metric: 'roi', value: 1 };
    const id = await kept(owner.app, 'campaign_alerts', { ...alert, target: 9 });
    return { path: `/api/campaign-alerts/${id}/acknowledge`, POST: null };
  },
};
