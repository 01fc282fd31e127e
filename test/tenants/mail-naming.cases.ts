import { randomUUID } from 'node:crypto';
import { asked, type NamingCase, type NamingCases, sent } from './naming-sweep.js';
import type { WorkThings } from './work-things.js';

const MAIL = { channels: ['email'], content: { email: { subject_line: 'Hi', body: '<p>Hi</p>' } } };
const LATER = '2099-12-01T10:00:00Z';
const STEP = { key: 'hello', delay_minutes: 5, subject: 'Hi', html: '<p>Hi</p>' };

/** What an audience names, in requests that hold one. */
const audiences = (
  key: string,
  made: (audience: object, own: WorkThings) => ReturnType<NamingCase<WorkThings>>,
): NamingCases<WorkThings> => ({
  [`${key} lead_ids`]: ({ lead }, own) => made({ lead_ids: [lead] }, own),
  [`${key} segment_ids`]: ({ segment }, own) => made({ segment_ids: [segment] }, own),
  [`${key} form_ids`]: ({ form }, own) => made({ form_ids: [form] }, own),
});

const CAMPAIGNS: NamingCases<WorkThings> = {
  'GET /api/campaigns runs_of': asked('/api/campaigns', ({ mailing }) => ({ runs_of: mailing })),
  ...audiences('POST /api/campaigns', (audience) => [
    'POST',
    '/api/campaigns',
    { name: 'A', ...MAIL, audience },
  ]),
  ...audiences('POST /api/campaigns/bulk/create', (audience) => [
    'POST',
    '/api/campaigns/bulk/create',
    { campaigns: [{ name: 'A', ...MAIL, audience }] },
  ]),
  ...audiences('PUT /api/campaigns/{campaignId}', (audience, { mailing }) => [
    'PUT',
    `/api/campaigns/${mailing}`,
    { audience },
  ]),
  'POST /api/campaigns/{campaignId}/render lead_id': ({ lead }, { mailing }) => [
    'POST',
    `/api/campaigns/${mailing}/render`,
    { lead_id: lead },
  ],
  'POST /api/campaigns/{campaignId}/test-send lead_id': ({ lead }, { mailing }) => [
    'POST',
    `/api/campaigns/${mailing}/test-send`,
    { lead_id: lead, to: ['ada@reader.test'] },
  ],
  'GET /api/schedules campaign_id': asked('/api/schedules', ({ mailing }) => ({ campaign_id: mailing })),
  'POST /api/schedules campaign_id': sent('POST', '/api/schedules', ({ mailing }) => ({
    kind: 'campaign_monitoring',
    payload: { campaign_id: mailing },
    trigger: { type: 'interval', every_seconds: 7_200 },
  })),
  'GET /api/campaign-alerts campaign_id': asked('/api/campaign-alerts', ({ mailing }) => ({
    campaign_id: mailing,
  })),
  'POST /api/agents/campaign campaign_ids': sent('POST', '/api/agents/campaign', ({ mailing }) => ({
    task_type: 'analyze_performance',
    input_data: { campaign_ids: [mailing] },
  })),
};

const routes = (
  key: string,
  made: (rule: object, own: WorkThings) => ReturnType<NamingCase<WorkThings>>,
): NamingCases<WorkThings> => ({
  [`${key} campaign_id`]: ({ mailing }, own) => made({ transports: ['platform'], campaign_id: mailing }, own),
  [`${key} identity_id`]: ({ identity }, own) =>
    made({ transports: ['platform'], identity_id: identity }, own),
});

const EMAIL: NamingCases<WorkThings> = {
  'POST /api/email/send/personalized campaign_id': sent(
    'POST',
    '/api/email/send/personalized',
    ({ mailing }, { template }) => ({
      template_id: template,
      recipient_data: { email: 'ada@reader.test' },
      campaign_id: mailing,
      scheduled_at: LATER,
    }),
  ),
  ...routes('POST /api/email/routes', (rule) => ['POST', '/api/email/routes', rule]),
  ...routes('PUT /api/email/routes/{routeId}', (rule, { route }) => [
    'PUT',
    `/api/email/routes/${route}`,
    rule,
  ]),
  'POST /api/email/events/track email_id': sent('POST', '/api/email/events/track', ({ message }) => ({
    email_id: message,
    event_type: 'opened',
  })),
  'POST /api/email/sequences/{sequenceId}/enrolments lead_ids': ({ captured }, { sequence }) => [
    'POST',
    `/api/email/sequences/${sequence}/enrolments`,
    { lead_ids: [captured] },
  ],
  'POST /api/email/sequences/{sequenceId}/enrolments segment_ids': ({ segment }, { sequence }) => [
    'POST',
    `/api/email/sequences/${sequence}/enrolments`,
    { segment_ids: [segment] },
  ],
  'GET /api/email/sequences/{sequenceId}/enrolments lead_id': ({ other }, { sequence }) => [
    'GET',
    `/api/email/sequences/${sequence}/enrolments?lead_id=${other}`,
  ],
  'POST /api/email/sequences form_id': sent('POST', '/api/email/sequences', ({ form }) => ({
    name: randomUUID(),
    steps: [STEP],
    goal: { form_id: form },
  })),
  'PATCH /api/email/sequences/{sequenceId} form_id': ({ form }, { draft }) => [
    'PATCH',
    `/api/email/sequences/${draft}`,
    { goal: { form_id: form } },
  ],
};

/** Of campaigns and their mail, by method, path and field. */
export const MAIL_NAMING_CASES: NamingCases<WorkThings> = { ...CAMPAIGNS, ...EMAIL };
