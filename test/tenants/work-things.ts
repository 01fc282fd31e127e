import { randomUUID } from 'node:crypto';
import { delay, ENTER } from '../automation/workflows/flows.js';
import { PNG } from '../domains/brand/logos.makers.js';
import { makeBucket } from '../domains/knowledge/knowledge.makers.js';
import { newCampaign } from './campaign.cases.js';
import { connected } from './social.cases.js';
import { kept, type Tenant, told } from './tenant.js';
import { newThings, type Things } from './things.js';
import { newFlow } from './workflow.cases.js';

const PLAN = { scenes: [{ visual: 'Bread', text_overlay: null, duration: 8 }], final_cta: 'Come by!' };
const MONDAYS = { timezone: 'UTC', slots: [{ day: 1, time: '09:00' }] };
const STEPS = [{ key: 'hello', delay_minutes: 1_440, subject: 'Hi', html: '<p>Hi</p>' }];

/** One of each thing that requests of any area name, leads' things among them. */
export type WorkThings = Awaited<ReturnType<typeof newWorkThings>>;

/** Things that are there, of one owner. */
export async function newWorkThings(owner: Tenant) {
  const things = await newThings(owner);
  const mailing = await newCampaign(owner, { kpi_targets: { conversion: 4 } });
  return {
    ...things,
    mailing,
    user: owner.id,
    ...(await mailThings(owner, mailing, things)),
    ...(await writtenThings(owner, mailing)),
    ...(await flowThings(owner, things)),
    ...(await watchThings(owner, mailing)),
  };
}

const maker =
  ({ client }: Tenant) =>
  async (path: string, wanted: object | Uint8Array<ArrayBuffer>, headers = {}): Promise<string> =>
    String((await told(client.post(path, wanted, headers))).id);

/** What is looked at of a campaign: a run of it, an alert, and the schedule that watches it. */
async function watchThings(owner: Tenant, mailing: string) {
  const run = { type: 'email', channel: 'email', created_by: owner.id, run_at: new Date() };
  await kept(owner.app, 'campaigns', { ...run, name: randomUUID(), parent_campaign_id: mailing });
  const alert = { user_id: owner.id, metric: 'roi', value: 1, target: 9 };
  await kept(owner.app, 'campaign_alerts', { ...alert, campaign_id: mailing });
  const trigger = { type: 'interval', every_seconds: 3_600 };
  const watch = { kind: 'campaign_monitoring', payload: { campaign_id: mailing }, trigger };
  return { watch: await maker(owner)('/api/schedules', watch) };
}

async function mailThings(owner: Tenant, mailing: string, { other }: Things) {
  const { app, client, id } = owner;
  const made = maker(owner);
  const email = `${randomUUID()}@reader.test`;
  const row = { campaign_id: mailing, created_by: id };
  const sent = await kept(app, 'email_campaigns', { ...row, subject_line: 'Hi', state: 'sending' });
  const mail = { email_campaign_id: sent, email, email_norm: email, state: 'sent', settled_at: new Date() };
  const sequence = await made('/api/email/sequences', { name: randomUUID(), steps: STEPS });
  await told(client.post(`/api/email/sequences/${sequence}/start`));
  await told(client.post(`/api/email/sequences/${sequence}/enrolments`, { lead_ids: [other] }));
  const words = { name: randomUUID(), subject: 'Hi', html_content: '<p>Hi</p>' };
  return {
    message: await kept(app, 'email_messages', { ...row, ...mail }),
    sequence,
    draft: await made('/api/email/sequences', { name: randomUUID(), steps: STEPS }),
    identity: await made('/api/email/identities', { name: 'Shop', from_email: `${randomUUID()}@shop.test` }),
    template: await made('/api/email/templates', words),
    route: await made('/api/email/routes', { transports: ['platform'] }),
  };
}

/** What is written, shown and known. */
async function writtenThings(owner: Tenant, mailing: string) {
  const { app, client, id } = owner;
  const made = maker(owner);
  const account = await connected(owner);
  await told(client.put(`/api/social/accounts/${account}/queue`, MONDAYS));
  const bucket = await makeBucket(client, 'Prices', { bucket_type: 'campaign', campaign_id: mailing });
  const said = { title: 'Prices', content: 'Spades cost five.' };
  const document = await made('/api/knowledge/documents', { ...said, bucket_id: bucket });
  await app.sql(`update knowledge_documents set status = 'ready', content = $2 where id = $1`, [
    document,
    said.content,
  ]);
  const chunk = { chunk_index: 0, content: said.content, content_hash: 'a', start_offset: 0, end_offset: 17 };
  const where = { created_by: id, document_id: document, bucket_id: bucket };
  await kept(app, 'knowledge_chunks', { ...chunk, ...where });
  await told(client.put('/api/user/secrets/google', { value: `AIza${randomUUID().replaceAll('-', '')}` }));
  const film = { user_id: id, goal: 'Bread', platform: 'TikTok', status: 'planning', scene_plan: PLAN };
  const type = { 'content-type': 'image/png' };
  return {
    account,
    bucket,
    document,
    project: await kept(app, 'ai_video_projects', film),
    logo: await made('/api/brand/logos?name=Dark', new Uint8Array(PNG), type),
    post: await made('/api/social/posts', { platform: 'twitter', content: 'Fresh bread' }),
    content: await made('/api/content', { title: 'Peas', content_type: 'blog', campaign_id: mailing }),
  };
}

/** A workflow of two versions, with one instance that waits in the first and one that has failed there. */
async function flowThings(owner: Tenant, { lead, captured }: Things) {
  const { path, execution } = await newFlow(owner, '/api/workflows', { lead_id: lead });
  const { body } = await owner.client.post(`${path}/execute`, { lead_id: captured });
  const failed = String(body.data.execution_id);
  await owner.app.sql(
    `update workflow_executions set status = 'failed', error_code = 'workflows/webhook-refused', step = 'a',
       completed_at = now(), due_at = null where id = $1`,
    [failed],
  );
  const steps = [ENTER, delay('a', null, { days: 2 })];
  await told(owner.client.put(path, { steps, format: 2, status: 'active' }));
  return { flow: path.split('/').at(-1) ?? '', execution, failed };
}
