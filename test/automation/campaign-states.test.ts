import fc from 'fast-check';
import { CAMPAIGN_STATUSES, type CampaignStatus, mayBecome } from '#domains/campaigns/campaign-state';
import type { TestApp } from '../support/app.js';
import { sharedApp } from '../support/kept-app.js';
import { type Marketer, newMarketer } from './marketer.js';

let app: TestApp;
let marketer: Marketer;
beforeAll(async () => {
  app = await sharedApp();
});
beforeEach(async () => {
  marketer = await newMarketer(app);
});
afterAll(() => app.close());

/** Mail that waits for a long time, so that nothing goes on by itself: it needs somebody to wait for. */
const QUIET = { settings: { quiet_hours: { start: '00:00', end: '23:59' } } };
const LATER = { schedule: { at: '2035-01-01T09:00' } };

const become = (id: string, status: string, reason?: string) =>
  marketer.client.patch(`/api/campaigns/${id}/status`, { status, reason });
const statusOf = async (id: string) => (await marketer.campaign(id)).status;
const history = async (id: string) =>
  (await marketer.client.get(`/api/campaigns/${id}/history?limit=100`)).body.data;

/** A campaign that has come to a status by the steps of a person. */
async function campaignThatIs(status: CampaignStatus): Promise<string> {
  const waits = status === 'scheduled' || status === 'failed';
  await marketer.makeLead({ consent: 'granted' });
  const id = await marketer.makeCampaign({ ...QUIET, ...(waits && LATER) });
  if (status === 'draft') return id;
  if (status === 'archived') await become(id, 'archived');
  else await marketer.launch(id);
  if (status === 'paused') await marketer.step(id, 'pause');
  if (status === 'completed') await marketer.step(id, 'stop');
  if (status === 'cancelled') await become(id, 'cancelled');
  if (status === 'failed')
    await app.sql(`update campaigns set status = 'failed', next_run_at = null where id = $1`, [id]);
  expect(await statusOf(id)).toBe(status);
  return id;
}

describe('the status of a campaign', () => {
  const wanted = CAMPAIGN_STATUSES.filter((status) => status !== 'failed');
  const pairs = CAMPAIGN_STATUSES.flatMap((from) => wanted.map((to) => [from, to] as const));
  // A launch goes to `scheduled` or to `active` by what is planned, not by what is wished.
  const leadsElsewhere = (from: CampaignStatus, to: CampaignStatus) =>
    (to === 'scheduled' && (from === 'draft' || from === 'paused')) || (from === 'failed' && to === 'active');

  it.each(pairs.filter(([from, to]) => !leadsElsewhere(from, to)))(
    'goes from %s to %s where that is a step, and else stays with all it had',
    async (from, to) => {
      const id = await campaignThatIs(from);
      const before = await marketer.campaign(id);
      const steps = await history(id);
      const { status, body } = await become(id, to, 'Because');
      if (mayBecome(from, to)) {
        expect({ status, to: body.data?.status }).toEqual({ status: 200, to });
        expect((await history(id))[0]).toMatchObject({
          from,
          to,
          actor: 'owner',
          reason: 'Because',
          user_id: marketer.id,
        });
      } else {
        expect({ status, code: body.code }).toEqual({ status: 409, code: 'campaigns/illegal-transition' });
        expect(await marketer.campaign(id)).toEqual(before);
        expect(await history(id)).toEqual(steps);
      }
      if (!['completed', 'cancelled', 'archived', 'draft'].includes(await statusOf(id)))
        await become(id, 'archived');
    },
  );

  it('is scheduled by a wish only where there is a time to come', async () => {
    const soon = await marketer.makeCampaign(QUIET);
    expect((await become(soon, 'scheduled')).status).toBe(409);
    const later = await marketer.makeCampaign({ ...QUIET, ...LATER });
    expect((await become(later, 'scheduled')).body.data.status).toBe('scheduled');
    await marketer.step(later, 'pause');
    expect((await become(later, 'active')).status).toBe(409);
    expect((await become(later, 'scheduled')).body.data.status).toBe('scheduled');
    await become(later, 'archived');
  });

  it('may be put as well as patched, and says what it cannot be', async () => {
    const id = await marketer.makeCampaign();
    const put = await marketer.client.put(`/api/campaigns/${id}/status`, { status: 'archived' });
    expect(put.body.data.status).toBe('archived');
    for (const body of [
      {},
      { status: 'failed' },
      { status: 'asleep' },
      { status: 'paused', by: 'me' },
      { status: 'paused', reason: '' },
    ])
      expect((await marketer.client.patch(`/api/campaigns/${id}/status`, body)).status).toBe(400);
  });

  it('is moved by one of those who move it at the same time', async () => {
    const verbs = fc.constantFrom('launch', 'pause', 'resume', 'stop');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('draft', 'active', 'paused' as const), verbs, async (from, verb) => {
        const id = await campaignThatIs(from as CampaignStatus);
        const steps = (await history(id)).length;
        const answers = await Promise.all([1, 2, 3].map(() => marketer.step(id, verb)));
        const won = answers.filter(({ status }) => status === 200).length;
        expect(won).toBeLessThanOrEqual(1);
        expect(answers.filter(({ status }) => status === 409)).toHaveLength(3 - won);
        expect(await history(id)).toHaveLength(steps + won);
        await become(id, 'archived');
      }),
      { numRuns: 8 },
    );
  });

  it('is what its history leads to, whatever is done in whichever order at once', async () => {
    const id = await campaignThatIs('active');
    const wishes = ['paused', 'active', 'completed', 'cancelled', 'paused', 'archived', 'active'];
    const answers = await Promise.all(wishes.map((status) => become(id, status)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 409]));
    const moves = (await history(id)).toReversed();
    for (const [at, { from, to }] of moves.entries()) {
      expect(mayBecome(from, to)).toBe(true);
      if (at > 0) expect(moves[at - 1].to).toBe(from);
    }
    expect(await statusOf(id)).toBe(moves.at(-1).to);
  });

  it('is told page by page, the newest first', async () => {
    const id = await campaignThatIs('paused');
    await marketer.step(id, 'resume');
    const first = await marketer.client.get(`/api/campaigns/${id}/history?limit=2`);
    const second = await marketer.client.get(
      `/api/campaigns/${id}/history?limit=2&cursor=${first.body.next_cursor}`,
    );
    const actions = [...first.body.data, ...second.body.data].map(({ action }: { action: string }) => action);
    expect(actions).toEqual(['resume', 'pause', 'launch']);
    await marketer.step(id, 'stop');
  });
});

describe('a campaign that is launched', () => {
  it.each<[CampaignStatus, object]>([
    ['scheduled', { content: {} }],
    ['active', { audience: { tags: ['more'] } }],
    ['paused', { schedule: { at: '2036-01-01T09:00' } }],
  ])('keeps its plan while it is %s, and is changed as a draft', async (status, changes) => {
    const id = await campaignThatIs(status);
    const { plan } = (await marketer.client.get(`/api/campaigns/${id}`)).body.data;
    expect(plan).toMatchObject({ channels: ['email'], audience: {} });
    const refused = await marketer.client.put(`/api/campaigns/${id}`, changes);
    expect([refused.status, refused.body.code]).toEqual([409, 'campaigns/running']);
    // Nor does what a front end writes past the application change what was launched.
    await app.sql(`update campaigns set content = '{}', channels = '[]' where id = $1`, [id]);
    expect((await marketer.client.get(`/api/campaigns/${id}`)).body.data.plan).toEqual(plan);
    if (status === 'scheduled') {
      expect((await become(id, 'draft')).body.data).toMatchObject({ plan: null, next_run_at: null });
      expect((await marketer.client.put(`/api/campaigns/${id}`, changes)).status).toBe(200);
    } else await become(id, 'cancelled');
  });

  it('says for good what it has said, and an archived one is not changed at all', async () => {
    const id = await campaignThatIs('completed');
    const change = (changes: object) => marketer.client.put(`/api/campaigns/${id}`, changes);
    expect((await change({ content: {} })).body.code).toBe('campaigns/running');
    expect((await change({ description: 'It went well' })).status).toBe(200);
    await become(id, 'archived');
    const before = await marketer.campaign(id);
    for (const changes of [{ description: 'Else' }, { name: 'Else' }, { budget: 5 }]) {
      const { status, body } = await change(changes);
      expect([status, body.code]).toEqual([409, 'campaigns/archived']);
    }
    expect(await marketer.campaign(id)).toEqual(before);
  });

  it('writes to the audience it was launched for', async () => {
    const [meant, other] = [
      await marketer.makeLead({ tags: ['a'] }),
      await marketer.makeLead({ tags: ['b'] }),
    ];
    const id = await marketer.makeCampaign({ audience: { tags: ['a'] }, ...LATER });
    await marketer.launch(id);
    await app.sql(`update campaigns set settings = '{"audience": {"tags": ["b"]}}' where id = $1`, [id]);
    await become(id, 'active');
    await app.drainJobs();
    const written = (await marketer.recipients(id)).map(({ email }) => email);
    expect(written).toEqual([meant.email]);
    expect(written).not.toContain(other.email);
  });

  it('fails and says why when its filter cannot be read any more', async () => {
    const id = await marketer.makeCampaign({ ...QUIET });
    const filter = JSON.stringify({ audience: { filter: { field: 'nothing', op: 'is', value: 1 } } });
    await app.sql('update campaigns set settings = $2 where id = $1', [id, filter]);
    await marketer.launch(id);
    await app.drainJobs();
    expect(await statusOf(id)).toBe('failed');
    expect((await history(id))[0]).toMatchObject({
      action: 'fail',
      actor: 'delivery',
      from: 'active',
      to: 'failed',
    });
  });
});
