import { connect, NetworkStage } from '../integrations/network-stage.js';
import { LATER, Poster, TAKEN } from './poster.js';

let stage: NetworkStage;
let poster: Poster;
beforeAll(async () => {
  stage = await NetworkStage.open();
});
beforeEach(async () => {
  poster = await Poster.at(stage);
  await connect(poster.client, stage.wire, 'twitter');
  stage.wire.will(TAKEN);
});
afterAll(() => stage.close());

const POST = { channel: 'twitter', content: 'Fresh bread' };
const TEXT = { type: 'blog', title: 'Why sourdough', content: 'It keeps.' };
const UNREADABLE = { audience: { filter: { field: 'nothing', op: 'is', value: 1 } } };
const launch = async (id: string) => {
  const answer = await poster.client.post(`/api/campaigns/${id}/launch`);
  expect(answer.status).toBe(200);
  return answer.body.data.execution_results;
};
const settings = (id: string, wanted: object) =>
  poster.sql('update campaigns set settings = $2 where id = $1', [id, JSON.stringify(wanted)]);
const statusOf = async (id: string) => (await poster.client.get(`/api/campaigns/${id}`)).body.data.status;
const texts = async () =>
  (await poster.client.get('/api/content/library?status=published')).body.data.map(
    (one: { title: string }) => one.title,
  );

/** The readers of a campaign are not looked for until all else that it does at once is done. */
const PLANS = `name = 'workflows.plan-audience'`;
async function holdPlans(): Promise<void> {
  await poster.sql(`create function public.hold_plans() returns trigger language plpgsql as
    $$ begin new.start_after := now() + interval '1 hour'; return new; end $$`);
  await poster.sql(`create trigger hold_plans before insert on pgboss.job for each row
    when (new.${PLANS}) execute function public.hold_plans()`);
}
async function letPlansGo(): Promise<void> {
  await poster.sql('drop function public.hold_plans cascade');
  await poster.sql(`update pgboss.job set start_after = now() where ${PLANS} and state = 'created'`);
  await stage.app.drainJobs();
}

describe('a campaign that failed and is launched again', () => {
  it('publishes only what it has not published before', async () => {
    const calendar = [POST, TEXT, { ...POST, publish_date: LATER }];
    const { body } = await poster.client.post('/api/campaigns', {
      name: `Bread ${poster.id}`,
      channels: ['email', 'content', 'twitter'],
      content: { email: { subject_line: 'Hi', body: '<p>Bread</p>' }, calendar },
    });
    const id = body.data.id as string;
    await settings(id, UNREADABLE);
    await holdPlans();
    const first = await launch(id);
    await poster.due(first.social.posts[0].post_id);
    await poster.publishDue();
    await letPlansGo();
    expect([await statusOf(id), poster.out.length, await texts()]).toEqual(['failed', 1, [TEXT.title]]);

    await settings(id, {});
    const more = { ...TEXT, title: 'Why rye' };
    await poster.sql('update campaigns set content = jsonb_set(content, $2, $3) where id = $1', [
      id,
      '{calendar}',
      JSON.stringify([...calendar, more]),
    ]);
    const { social, content } = await launch(id);
    expect(content).toMatchObject({
      success: true,
      message: '1 content pieces scheduled; published before: items 2',
      content: [{ title: more.title }],
    });
    expect(social).toMatchObject({
      success: true,
      message: '1 social posts scheduled; published before: items 1',
      posts: [{ scheduled_time: new Date(LATER).toISOString() }],
    });
    expect((await texts()).toSorted()).toEqual([more.title, TEXT.title]);
    expect(await statusOf(id)).toBe('active');
  });

  it('completes where nothing is left to be published', async () => {
    const { body } = await poster.client.post('/api/campaigns', {
      name: `Bread ${poster.id}`,
      channels: ['email', 'content'],
      content: { email: { subject_line: 'Hi', body: '<p>Bread</p>' }, calendar: [TEXT] },
    });
    const id = body.data.id as string;
    await settings(id, UNREADABLE);
    await launch(id);
    await stage.app.drainJobs();
    await settings(id, {});
    expect((await launch(id)).content).toMatchObject({ success: true, scheduled_count: 0, content: [] });
    await stage.app.drainJobs();
    expect([await statusOf(id), await texts()]).toEqual(['completed', [TEXT.title]]);
  });
});
