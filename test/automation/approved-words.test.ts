import { randomUUID } from 'node:crypto';
import { TakeUpDueCampaignsJob } from '#domains/campaigns/schedule/due-campaign.jobs';
import { Jobs } from '#platform/jobs/jobs';
import { api, Stage } from './stage.js';

const stage = new Stage();
const FOOTER = { content: '<p>Oslo</p>' };
const TEST = { variants: [{ subject: 'Spring' }, { subject: 'Sale' }], test_percent: 50 };

const mine = () => stage.marketer.client;
const draft = (fields: object) => stage.marketer.makeCampaign({ approval_required: true, ...fields });
const step = (id: string, verb: string) => mine().post(api(id, verb));
const approve = async (id: string): Promise<void> => {
  await step(id, 'approvals');
  expect((await step(id, 'approve')).status).toBe(200);
};
const stateOf = async (id: string) => (await mine().get(`/api/campaigns/${id}`)).body.data.approval_state;

/** What the approval says to a lead of its own. */
async function verdict(id: string) {
  const { id: leadId } = await stage.marketer.makeLead();
  return (await stage.explained(id, leadId)).of('approval')?.verdict;
}

/** The time of the campaign comes. */
async function startDue(id: string, before = '0') {
  await stage.app.sql('update campaigns set next_run_at = next_run_at - $2::interval where id = $1', [
    id,
    before,
  ]);
  await stage.app.sql('update campaigns set next_run_at = least(next_run_at, now()) where id = $1', [id]);
  await stage.app.get(Jobs).send(TakeUpDueCampaignsJob, { askedBy: 'clock' });
  await stage.app.drainJobs();
}

/** A template with a block of its own, and how either says something else. */
async function template() {
  const block = `footer${randomUUID().slice(0, 8)}`;
  const path = `/api/email/blocks/${block}`;
  await mine().put(path, FOOTER);
  const words = { name: 'Mine', subject: 'Hi', html_content: `<p>Agreed</p>{% include '${block}' %}` };
  const { id } = (await mine().post('/api/email/templates', words)).body.data;
  return {
    id: id as string,
    says: (html_content: string) => mine().put(`/api/email/templates/${id}`, { html_content }),
    footerSays: (content: string) => mine().put(path, { content }),
  };
}

describe('an approved campaign', () => {
  it.each(['template', 'block'])('is not sent with words that its %s has got since', async (what) => {
    const mail = await template();
    const [email] = await stage.makeLeads(1);
    const id = await draft({ content: { email: { template_id: mail.id } } });
    await approve(id);
    const changed = await (what === 'block' ? mail.footerSays('<p>Bergen</p>') : mail.says('<p>Changed</p>'));
    expect(changed.status).toBe(200);

    const refused = await step(id, 'launch');
    expect([refused.status, refused.body.code]).toEqual([409, 'campaigns/approval-required']);
    await stage.app.drainJobs();
    expect(stage.received([email!])).toEqual([]);

    await mine().post(`/api/campaigns/${id}/approvals`);
    expect((await step(id, 'approve')).status).toBe(409);
  });

  it('is sent when its template says the same again', async () => {
    const mail = await template();
    const [email] = await stage.makeLeads(1);
    const id = await draft({ content: { email: { template_id: mail.id } } });
    await mail.says('<p>Agreed</p>');
    await approve(id);
    await mail.says('<p>Changed</p>');
    await mail.says('<p>Agreed</p>');
    await stage.launched(id);
    expect(stage.received([email!]).map(({ mail: got }) => got.html)).toEqual([
      expect.stringContaining('Agreed'),
    ]);
  });

  it('cannot be agreed to with other words than it was put up with', async () => {
    const mail = await template();
    const id = await draft({ content: { email: { template_id: mail.id } } });
    await step(id, 'approvals');
    await mail.says('<p>Changed</p>');
    const { status, body } = await step(id, 'approve');
    expect([status, body.code]).toEqual([409, 'campaigns/approval-not-open']);
    await approve(id);
    expect((await step(id, 'launch')).status).toBe(200);
  });

  it('does not start by itself with other words', async () => {
    const mail = await template();
    const [email] = await stage.makeLeads(1);
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const id = await draft({ content: { email: { template_id: mail.id } }, schedule: { at } });
    await approve(id);
    expect((await step(id, 'launch')).body.data.campaign_status).toBe('scheduled');
    await mail.says('<p>Changed</p>');
    const started = await mine().patch(api(id, 'status'), { status: 'active' });
    expect([started.status, started.body.code]).toEqual([409, 'campaigns/approval-required']);
    await startDue(id);
    const { status, ...failed } = (await mine().get(`/api/campaigns/${id}`)).body.data;
    expect([status, failed.approval_state]).toEqual(['failed', 'approved']);
    const [newest] = (await mine().get(`/api/campaigns/${id}/history`)).body.data;
    expect(newest).toMatchObject({ action: 'fail', summary: expect.stringContaining('other words') });
    expect(stage.received([email!])).toEqual([]);
  });

  it.each<[string, object]>([
    ['name', { name: 'Renamed' }],
    ['budget', { budget_allocated: 5_000 }],
    ['end date', { end_date: '2035-01-01T00:00:00Z' }],
  ])('does not start with other words after its %s was changed', async (_, changes) => {
    const mail = await template();
    const [email] = await stage.makeLeads(1);
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const id = await draft({ content: { email: { template_id: mail.id } }, schedule: { at } });
    await approve(id);
    await step(id, 'launch');
    expect((await mine().put(`/api/campaigns/${id}`, changes)).status).toBe(200);
    expect(await verdict(id)).toBe('pass');
    await mail.says('<p>Changed</p>');
    expect(await verdict(id)).toBe('wait');
    await startDue(id);
    expect((await mine().get(`/api/campaigns/${id}`)).body.data.status).toBe('failed');
    expect(stage.received([email!])).toEqual([]);
  });

  it('starts with the words that were agreed to after it was renamed', async () => {
    const mail = await template();
    const [email] = await stage.makeLeads(1);
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const id = await draft({ content: { email: { template_id: mail.id } }, schedule: { at } });
    await approve(id);
    await step(id, 'launch');
    await mine().put(`/api/campaigns/${id}`, { name: `Renamed ${id}` });
    await startDue(id);
    expect(stage.received([email!])).toHaveLength(1);
  });

  it('has no run with other words after it was renamed', async () => {
    const mail = await template();
    const [email] = await stage.makeLeads(1);
    const schedule = { cron: '0 9 * * *' };
    const id = await draft({ content: { email: { template_id: mail.id } }, schedule });
    await approve(id);
    await step(id, 'launch');
    await mine().put(`/api/campaigns/${id}`, { name: `Renamed ${id}` });
    await mail.says('<p>Changed</p>');
    await startDue(id, '1 day');
    const runs = (await mine().get(`/api/campaigns?runs_of=${id}`)).body.data;
    expect(runs.map(({ status }: { status: string }) => status)).toEqual(['failed']);
    expect(stage.received([email!])).toEqual([]);
    await step(id, 'stop');
  });

  it('rests on nothing any more once it is a draft again', async () => {
    const mail = await template();
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const id = await draft({ content: { email: { template_id: mail.id } }, schedule: { at } });
    await approve(id);
    await step(id, 'launch');
    await mine().patch(api(id, 'status'), { status: 'draft' });
    await mail.says('<p>Changed</p>');
    expect((await mine().put(`/api/campaigns/${id}`, { approval_required: false })).status).toBe(200);
    expect((await step(id, 'launch')).status).toBe(200);
    expect(await verdict(id)).toBe('pass');
    await step(id, 'stop');
  });

  it('is to be approved again when a test with other words is made or removed', async () => {
    const id = await draft({});
    await approve(id);
    expect((await mine().put(api(id, 'experiment'), TEST)).status).toBe(200);
    expect(await stateOf(id)).toBe('none');
    await approve(id);
    expect((await mine().delete(api(id, 'experiment'))).status).toBe(200);
    expect(await stateOf(id)).toBe('none');
    expect((await step(id, 'launch')).body.code).toBe('campaigns/approval-required');
  });

  it('gets no other test while it waits for its time', async () => {
    const at = new Date(Date.now() + 3_600_000).toISOString();
    const id = await draft({ schedule: { at } });
    await mine().put(api(id, 'experiment'), TEST);
    await approve(id);
    expect((await step(id, 'launch')).status).toBe(200);
    for (const tried of [mine().put(api(id, 'experiment'), TEST), mine().delete(api(id, 'experiment'))]) {
      const { status, body } = await tried;
      expect([status, body.code]).toEqual([409, 'campaigns/running']);
    }
  });
});
