import { connect, NetworkStage } from '../integrations/network-stage.js';
import { LATER, Poster } from './poster.js';

let stage: NetworkStage;
let poster: Poster;
beforeAll(async () => {
  stage = await NetworkStage.open({ roles: 'web,worker' });
});
beforeEach(async () => {
  poster = await Poster.at(stage);
  await connect(poster.client, stage.wire, 'twitter');
});
afterAll(() => stage.close());

const SOON = '2035-01-01T09:00:00Z';

/** An active campaign with two posts and a schedule that watches its figures. */
async function launched() {
  const { id, posts } = await poster.campaign([SOON, LATER], { kpi_targets: { roi: 100 } });
  const watched = await poster.client.post('/api/schedules', {
    kind: 'campaign_monitoring',
    payload: { campaign_id: id },
    trigger: { type: 'interval', every_seconds: 3_600 },
  });
  expect(watched.status).toBe(201);
  const [one, other] = posts as [string, string];
  return { id, one, other, watch: watched.body.data.id as string };
}

const steered = async (path: string) => {
  const { status, body } = await poster.client.post(path);
  expect(status).toBe(200);
  return body.data;
};
const steer = (jobId: string, verb: string) => steered(`/api/schedules/${jobId}/${verb}`);
const steerCampaign = (id: string, verb: string) => steered(`/api/campaigns/${id}/${verb}`);
const scheduleOf = (postId: string) => `social_post_${postId}`;
const statusesOf = (jobIds: string[]) =>
  Promise.all(jobIds.map(async (id) => (await poster.client.get(`/api/schedules/${id}`)).body.data.status));
const statuses = (ids: string[]) => Promise.all(ids.map(async (id) => (await poster.get(id)).status));

describe('what was paused by itself', () => {
  it('stays so when its campaign is paused and resumed, if it is a post', async () => {
    const { id, one, other } = await launched();
    const both = [scheduleOf(one), scheduleOf(other)];
    await steer(scheduleOf(one), 'pause');
    await steerCampaign(id, 'pause');
    expect([await statuses([one, other]), await statusesOf(both)]).toEqual([
      ['draft', 'draft'],
      ['paused', 'paused'],
    ]);
    await steerCampaign(id, 'resume');
    expect([await statuses([one, other]), await statusesOf(both)]).toEqual([
      ['draft', 'scheduled'],
      ['paused', 'scheduled'],
    ]);
    await steer(scheduleOf(one), 'resume');
    expect([await statuses([one, other]), await statusesOf(both)]).toEqual([
      ['scheduled', 'scheduled'],
      ['scheduled', 'scheduled'],
    ]);
  });

  it('stays so when its campaign is paused and resumed, if it is a schedule', async () => {
    const { id, one, watch } = await launched();
    await steer(watch, 'pause');
    await steerCampaign(id, 'pause');
    await steerCampaign(id, 'resume');
    expect(await statusesOf([watch, scheduleOf(one)])).toEqual(['paused', 'scheduled']);
    await steer(watch, 'resume');
    await steerCampaign(id, 'pause');
    await steerCampaign(id, 'resume');
    expect(await statusesOf([watch])).toEqual(['scheduled']);
  });

  it('may be paused by itself again after it has gone on with its campaign', async () => {
    const { id, one } = await launched();
    for (const verb of ['pause', 'resume']) await steerCampaign(id, verb);
    await steer(scheduleOf(one), 'pause');
    for (const verb of ['pause', 'resume']) await steerCampaign(id, verb);
    expect([await statuses([one]), await statusesOf([scheduleOf(one)])]).toEqual([['draft'], ['paused']]);
  });
});
