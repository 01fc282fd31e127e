import { until } from '../../support/until.js';
import { googleShows, PNG } from '../../platform/media/studio.js';
import { type Filmer, film, FilmSet, STARTED, veo, VIDEO } from './film-set.js';
import { accessCases } from './access.cases.js';
import { autopilotCases } from './autopilot.cases.js';
import { deletedCases } from './deleted.cases.js';
import { filmCases } from './film.cases.js';
import { imageCases } from './image.cases.js';
import { imageRunCases } from './image-runs.cases.js';
import { planCases } from './plan.cases.js';

let set: FilmSet;
let ada: Filmer;
beforeAll(async () => {
  set = await FilmSet.start({ AI_VIDEO_DAILY_LIMIT: '6', OUTBOUND_ALLOW: '127.0.0.2' });
});
beforeEach(async () => {
  set.studio.clear();
  ada = await set.filmer();
});
afterAll(() => set.close());

const startsSeen = () => set.google.requests.filter(({ path }) => path.includes(STARTED));
const stored = (id: string) =>
  set.app.sql(
    `select status, position, cost_usd::float8 as cost, file is not null as kept from ai_video_jobs
     where project_id = $1 order by created_at, position`,
    [id],
  );

describe('a video', () => {
  it('is started, asked for until it is there, kept, and charged by its seconds', async () => {
    const project = await set.planned(ada);
    set.google.will(
      veo.starts('one'),
      veo.runs('one'),
      veo.busy('one'),
      veo.runs('one', 50),
      veo.hasMade('one'),
      veo.sends('one', 'moving ', 'pictures'),
    );
    const { status, body } = await film(ada.client, project);
    expect([status, body.status, body.estimated_time_minutes]).toEqual([200, 'processing', 4]);
    expect(body.operation_id).toMatch(/^veo3-[0-9a-f-]{36}$/);
    const state = await set.ended(ada, project);
    expect(state).toMatchObject({ status: 'completed', progress: 100, error_message: null });
    expect(state.clips).toHaveLength(1);
    expect(state.cost_usd).toBeCloseTo(8 * 0.12);
    expect(startsSeen()).toHaveLength(1);
    expect(startsSeen()[0]?.body).toMatchObject({
      instances: [{ prompt: expect.stringContaining('A loaf') }],
      parameters: { aspectRatio: '9:16', durationSeconds: 8 },
    });
    const whole = await set.fetched(state.video_url);
    expect([whole.status, whole.text, whole.headers.get('content-type')]).toEqual([
      200,
      'moving pictures',
      'video/mp4',
    ]);
    const part = await set.fetched(state.video_url, { range: 'bytes=7-9' });
    expect([part.status, part.text, part.headers.get('content-range')]).toEqual([206, 'pic', 'bytes 7-9/15']);
    expect((await set.fetched(state.video_url.slice(0, -2))).status).toBe(404);
  });

  it('longer than a model can make is several clips where they are wanted, each told its part', async () => {
    const project = await set.planned(ada, 20);
    for (const id of ['a', 'b', 'c'])
      set.google.will(veo.starts(id), veo.runs(id), veo.hasMade(id), veo.sends(id, `clip ${id}`));
    expect(
      (await film(ada.client, project, { final_prompt: 'All of it.', as_one_film: false })).body.clips,
    ).toBe(3);
    const state = await set.ended(ada, project);
    expect(state.clips.map(({ seconds }: { seconds: number }) => seconds)).toEqual([8, 8, 4]);
    expect(state.video_url).toBe(state.clips[0].video_url);
    expect(state.cost_usd).toBeCloseTo(20 * 0.12);
    const prompts = startsSeen().map(({ body }) => JSON.stringify(body));
    expect(prompts.filter((one) => /Part [123] of 3/.test(one))).toHaveLength(3);
  });

  it('begins with an image of its project', async () => {
    const project = await set.planned(ada);
    set.google.will({ ...googleShows(), path: ':generateContent' });
    const images = { project_id: project, scene_descriptions: ['A loaf'] };
    const { image_urls } = (await ada.client.post(`${VIDEO}/generate-images`, images)).body;
    set.google.will(veo.starts('framed'), veo.hasMade('framed'), veo.sends('framed', 'film'));
    await film(ada.client, project, { image_url: image_urls[0], use_veo_fast: false });
    await set.ended(ada, project);
    expect(JSON.stringify(startsSeen()[0]?.body)).toContain(PNG.toString('base64'));
    const bad = await film(ada.client, project, { image_url: 'http://169.254.169.254/latest' });
    expect([bad.status, bad.body.code]).toEqual([422, 'ai-video/first-frame-unfit']);
  });

  it('that a filter declines has failed with its words, and costs nothing', async () => {
    const project = await set.planned(ada);
    set.google.will(veo.starts('no'), veo.refuses('no', 'It shows a real person.'));
    await film(ada.client, project);
    expect(await set.ended(ada, project)).toMatchObject({
      status: 'failed',
      progress: 0,
      video_url: null,
      error_message: 'It shows a real person.',
      cost_usd: 0,
    });
  });

  it('is tried again where the provider has turned it away for now', async () => {
    const project = await set.planned(ada);
    const slow = { ...veo.isOut(), headers: { 'retry-after': '1' } };
    set.google.will(
      slow,
      slow,
      slow,
      slow,
      veo.starts('late'),
      veo.hasMade('late'),
      veo.sends('late', 'film'),
    );
    await film(ada.client, project);
    expect((await set.ended(ada, project)).status).toBe('completed');
    expect(startsSeen().length).toBeGreaterThan(1);
  });

  it('whose start lost its answer is not started a second time', async () => {
    const project = await set.planned(ada);
    set.google.will({ path: STARTED, pieces: ['{"na'], ending: 'reset' });
    await film(ada.client, project);
    expect(await set.ended(ada, project)).toMatchObject({ status: 'failed', cost_usd: 0 });
    expect(startsSeen()).toHaveLength(1);
  });

  it('that failed in part is made anew without buying what is there', async () => {
    const project = await set.planned(ada, 16);
    const clips = { as_one_film: false };
    const refused = (id: string) => [veo.starts(id), veo.refuses(id, 'No.')];
    // Whichever clip is started first gets the first operation.
    set.google.will(veo.starts('kept'), ...refused('lost'), veo.hasMade('kept'), veo.sends('kept', 'kept'));
    await film(ada.client, project, clips);
    const failed = await set.ended(ada, project);
    expect([failed.status, failed.error_message]).toEqual(['failed', 'No.']);
    expect(failed.cost_usd).toBeCloseTo(8 * 0.12);
    set.google.will(veo.starts('second'), veo.hasMade('second'), veo.sends('second', 'second'));
    expect((await film(ada.client, project, clips)).body).toMatchObject({ clips: 2, estimated_cost: 3.2 });
    const made = await set.ended(ada, project);
    expect([made.status, startsSeen().length]).toEqual(['completed', 3]);
    expect(made.cost_usd).toBeCloseTo(16 * 0.12);
    expect((await stored(project)).filter(({ kept }) => kept)).toHaveLength(2);
  });

  it('is not begun twice at a time, and takes the place of the one before when it is there', async () => {
    const project = await set.planned(ada);
    set.google.will(veo.starts('old'), veo.hasMade('old'), veo.sends('old', 'old'));
    await film(ada.client, project);
    const { video_url: before } = await set.ended(ada, project);
    set.google.will(veo.starts('new'));
    await film(ada.client, project);
    const again = await film(ada.client, project);
    expect([again.status, again.body.code]).toEqual([409, 'ai-video/under-way']);
    expect((await set.fetched(before)).text).toBe('old');
    set.google.will(veo.hasMade('new'), veo.sends('new', 'new'));
    const { video_url: after } = await set.ended(ada, project);
    expect((await set.fetched(after)).text).toBe('new');
    await until('the former file to be gone', async () => (await set.fetched(before)).status === 404);
  });

  it('is bounded by a number a day', async () => {
    for (let made = 0; made < 6; made++) {
      const project = await set.planned(ada);
      set.google.will(veo.starts(`day${made}`), veo.refuses(`day${made}`, 'No.'));
      expect((await film(ada.client, project)).status).toBe(200);
      await set.ended(ada, project);
    }
    const refused = await film(ada.client, await set.planned(ada));
    expect([refused.status, refused.body.code]).toEqual([429, 'ai-video/daily-limit']);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('can be saved, and deleted with its files', async () => {
    const project = await set.planned(ada);
    set.google.will(veo.starts('gone'), veo.hasMade('gone'), veo.sends('gone', 'film'));
    await film(ada.client, project);
    const { video_url } = await set.ended(ada, project);
    const saved = await ada.client.post(`${VIDEO}/save?project_id=${project}`);
    expect([saved.status, saved.body]).toEqual([200, { status: 'saved', project_id: project }]);
    const deleted = await ada.client.delete(`${VIDEO}/projects/${project}`);
    expect([deleted.status, deleted.body]).toEqual([200, { status: 'deleted', project_id: project }]);
    expect((await set.fetched(video_url)).status).toBe(404);
    expect(await stored(project)).toEqual([]);
    expect((await ada.client.delete(`${VIDEO}/projects/${project}`)).status).toBe(404);
  });

  it('is listed with all of them counted, page by page', async () => {
    for (let at = 0; at < 3; at++) await set.planned(ada);
    const { body } = await ada.client.get(`${VIDEO}/projects?limit=2&offset=2`);
    expect([body.projects.length, body.count]).toEqual([1, 3]);
    expect((await ada.client.get(`${VIDEO}/projects?limit=1000`)).status).toBe(400);
  });
});

filmCases(() => set);
imageCases(() => set);
imageRunCases(() => set);
planCases(() => set);
accessCases(() => set);
autopilotCases(() => set);
deletedCases(() => set);
