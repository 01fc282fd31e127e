import { connect, NetworkStage } from '../integrations/network-stage.js';
import { until } from '../../support/until.js';
import { LATER, Poster, POSTS, TAKEN } from './poster.js';

let stage: NetworkStage;
let poster: Poster;
beforeAll(async () => {
  stage = await NetworkStage.open({ roles: 'web,worker,clock' });
});
beforeEach(async () => {
  poster = await Poster.at(stage);
  await connect(poster.client, stage.wire, 'twitter');
  stage.wire.will(TAKEN);
});
afterAll(() => stage.close());

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
const scheduleOf = async (postId: string) =>
  (await poster.client.get(`/api/schedules/social_post_${postId}`)).body.data;
const steer = (postId: string, verb: string) =>
  poster.client.post(`/api/schedules/social_post_${postId}/${verb}`);

/** A campaign with one post for then; another follows far in the future, so that the campaign goes on. */
async function postOfCampaign(at: string): Promise<string> {
  const [first] = (await poster.campaign([at, LATER])).posts;
  return first!;
}

/** Waits for it; where it does not come to that, what became of the post is shown instead. */
async function goesOut(postId: string): Promise<void> {
  const isOut = async () => (await poster.get(postId)).status === 'published';
  await until('it is out', isOut).catch(async () =>
    expect(await poster.get(postId)).toEqual({ status: 'published' }),
  );
}

/** Fires the schedule once with the time it had, as a clock does that is a moment behind. */
async function firedAsItWas(postId: string, at: string): Promise<void> {
  await poster.sql(
    `update scheduled_jobs set status = 'scheduled', next_due_at = $2::timestamptz, trigger = jsonb_build_object('type', 'date', 'at', $2::text)
     where job_id = $1`,
    [`social_post_${postId}`, at],
  );
  await until('the firing is over', async () => {
    const { executions } = await scheduleOf(postId);
    return executions.length > 0 && executions.every((one: { status: string }) => one.status !== 'running');
  });
}

describe('the post of a campaign', () => {
  it('goes out once at its time', async () => {
    const id = await postOfCampaign(inSeconds(2));
    await goesOut(id);
    await until('its schedule is over', async () => (await scheduleOf(id)).status === 'completed');
    expect(poster.out).toHaveLength(1);
  });

  it('that is cancelled takes its schedule with it', async () => {
    const id = await postOfCampaign(LATER);
    expect((await poster.client.post(`${POSTS}/${id}/cancel`)).body.data.status).toBe('draft');
    expect(await scheduleOf(id)).toMatchObject({ status: 'cancelled', next_run_time: null });
  });

  it('that is deleted takes its schedule with it', async () => {
    const id = await postOfCampaign(LATER);
    await poster.client.delete(`${POSTS}/${id}`);
    expect((await scheduleOf(id)).status).toBe('cancelled');
  });

  it('that is moved takes its schedule along', async () => {
    const id = await postOfCampaign(LATER);
    const at = '2035-01-01T09:00:00Z';
    await poster.client.patch(`${POSTS}/${id}`, { scheduled_time: at });
    expect(await scheduleOf(id)).toMatchObject({ status: 'scheduled', next_run_time: at });
    const soon = inSeconds(1.5);
    await poster.client.patch(`${POSTS}/${id}`, { scheduled_time: soon });
    await goesOut(id);
    expect(poster.out).toHaveLength(1);
  });

  it.each([
    ['cancelled', (id: string) => poster.client.post(`${POSTS}/${id}/cancel`), 'draft'],
    ['moved', (id: string) => poster.client.patch(`${POSTS}/${id}`, { scheduled_time: LATER }), 'scheduled'],
  ])('that was %s a moment ago is not published by a firing from before', async (_, change, status) => {
    const id = await postOfCampaign('2035-01-01T09:00:00Z');
    await change(id);
    await firedAsItWas(id, inSeconds(0));
    expect([(await poster.get(id)).status, poster.out.length]).toEqual([status, 0]);
  });

  it('is held while its schedule is paused, and goes out when it is resumed', async () => {
    const at = inSeconds(2.5);
    const id = await postOfCampaign(at);
    expect((await steer(id, 'pause')).body.data.status).toBe('paused');
    expect(await poster.get(id)).toMatchObject({ status: 'draft', scheduled_time: expect.any(String) });
    await until('its time has passed', async () => Date.now() > Date.parse(at));
    await poster.publishDue();
    expect(poster.out).toHaveLength(0);
    expect((await steer(id, 'resume')).body.data.status).toBe('scheduled');
    await goesOut(id);
    expect(poster.out).toHaveLength(1);
  });

  it('is published at once where its schedule is run by hand', async () => {
    const id = await postOfCampaign(LATER);
    await steer(id, 'run');
    await goesOut(id);
    expect(poster.out).toHaveLength(1);
  });
});

describe('a post whose owner has made its schedule', () => {
  it('goes with its own campaign, and with no other', async () => {
    const ofCampaign = await postOfCampaign(LATER);
    const { campaign_id } = await poster.get(ofCampaign);
    const scheduled = (post_id: string, campaign: string) =>
      poster.client.post('/api/schedules', {
        kind: 'social_post',
        campaign_id: campaign,
        payload: { post_id },
        trigger: { type: 'date', at: LATER },
      });
    const alone = await poster.post();
    const { status, body } = await scheduled(alone, campaign_id);
    expect([status, body.code, body.errors[0].path]).toEqual([422, 'schedules/unfit', 'campaign_id']);
    expect([(await poster.get(alone)).status, await scheduleOf(alone)]).toEqual(['draft', null]);
    const own = await scheduled(ofCampaign, campaign_id.toUpperCase());
    expect([own.status, own.body.data.campaign_id]).toEqual([201, campaign_id]);
  });

  it('is published by nobody once it is later than the schedule allows', async () => {
    const id = await poster.post();
    const made = await poster.client.post('/api/schedules', {
      kind: 'social_post',
      payload: { post_id: id },
      trigger: { type: 'date', at: LATER },
      misfire_grace_time: 60,
    });
    expect(made.status).toBe(201);
    const late = inSeconds(-3_600);
    await poster.sql('update social_posts set scheduled_time = $2::timestamptz where id = $1', [id, late]);
    await firedAsItWas(id, late);
    expect((await scheduleOf(id)).executions[0].status).toBe('missed');
    await until('it has failed', async () => (await poster.get(id)).status === 'failed');
    expect([(await poster.get(id)).error_code, poster.out.length]).toEqual(['social/missed', 0]);
  });
});
