import { createHash } from 'node:crypto';
import { until } from '../../support/until.js';
import { type Filmer, film, type FilmSet, STARTED, veo, VIDEO } from './film-set.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** Videos that are longer than a model makes at once: one film, made by letting each part go on from the one before. */
export function filmCases(at: () => FilmSet): void {
  let ada: Filmer;
  beforeEach(async () => {
    ada = await at().filmer();
  });
  const starts = () =>
    at()
      .google.requests.filter(({ path }) => path.includes(STARTED))
      .map(({ body }) => body as { instances: Record<string, unknown>[]; parameters: object });
  const makes = (id: string) => [veo.starts(id), veo.hasMade(id), veo.sends(id, `film ${id}`)];
  const uriOf = (id: string) =>
    `https://generativelanguage.googleapis.com/v1beta/files/${id}:download?alt=media`;
  const extend = (project: string, more: object = {}) =>
    ada.client.post(`${VIDEO}/extend`, { project_id: project, prompt: 'The loaf is cut.', ...more });

  describe('a film', () => {
    it('of more than eight seconds is one, each part going on from the one before, each paid once', async () => {
      const project = await at().planned(ada, 20);
      at().google.will(...makes('p1'), ...makes('p2'), ...makes('p3'));
      const { body } = await film(ada.client, project);
      expect(body).toMatchObject({ clips: 3, seconds: 20, one_film: true, estimated_cost: 8 });
      const state = await at().ended(ada, project);
      expect(state.status).toBe('completed');
      expect(starts().map(({ instances }) => instances[0]?.['video'])).toEqual([
        undefined,
        { uri: uriOf('p1') },
        { uri: uriOf('p2') },
      ]);
      expect(starts().map(({ parameters }) => parameters)).toEqual([
        { aspectRatio: '9:16', durationSeconds: 6 },
        { resolution: '720p' },
        { resolution: '720p' },
      ]);
      expect(state.clips.map(({ seconds, video_url }: never) => [seconds, video_url])).toEqual([
        [6, null],
        [7, null],
        [7, state.video_url],
      ]);
      expect(state.cost_usd).toBeCloseTo(20 * 0.12);
      const file = await at().fetched(state.video_url);
      expect([file.text, file.headers.get('etag')]).toEqual(['film p3', `"${sha256('film p3')}"`]);
      expect(state.clips[2].sha256).toBe(sha256('film p3'));
    });

    it('that stops on its way shows what there is, and goes on from there when it is asked for again', async () => {
      const project = await at().planned(ada, 15);
      at().google.will(...makes('b1'), veo.starts('b2'), veo.refuses('b2', 'It shows a real person.'));
      await film(ada.client, project);
      const failed = await at().ended(ada, project);
      expect(failed).toMatchObject({ status: 'failed', error_code: 'refused', video_url: null });
      expect((await at().fetched(failed.clips[0].video_url)).text).toBe('film b1');
      at().google.will(...makes('b3'));
      expect((await film(ada.client, project)).body).toMatchObject({ clips: 2, estimated_cost: 2.8 });
      const made = await at().ended(ada, project);
      expect([made.status, starts().length]).toEqual(['completed', 3]);
      expect(starts()[2]?.instances[0]?.['video']).toEqual({ uri: uriOf('b1') });
      expect(made.cost_usd).toBeCloseTo(15 * 0.12);
    });

    it('whose parts Google keeps no longer is begun anew', async () => {
      const project = await at().planned(ada, 15);
      at().google.will(...makes('o1'), veo.starts('o2'), veo.refuses('o2', 'No.'));
      await film(ada.client, project);
      await at().ended(ada, project);
      await at().app.sql(
        `update ai_video_jobs set completed_at = now() - interval '2 days' where project_id = $1`,
        [project],
      );
      at().google.will(...makes('o3'), ...makes('o4'));
      expect((await film(ada.client, project)).body.estimated_cost).toBe(6);
      expect((await at().ended(ada, project)).status).toBe('completed');
      expect(starts()[3]?.instances[0]?.['video']).toEqual({ uri: uriOf('o3') });
    });

    it('can go on for seven seconds, which alone are charged, and be seen meanwhile', async () => {
      const project = await at().planned(ada);
      at().google.will(...makes('e1'));
      await film(ada.client, project);
      const { video_url: before } = await at().ended(ada, project);
      at().google.will(veo.starts('e2'));
      const { status, body } = await extend(project);
      expect([status, body]).toMatchObject([
        200,
        { clips: 2, seconds: 15, estimated_cost: 2.8, one_film: true },
      ]);
      expect((await extend(project)).body.code).toBe('ai-video/under-way');
      expect((await at().fetched(before)).text).toBe('film e1');
      at().google.will(veo.hasMade('e2'), veo.sends('e2', 'longer'));
      const after = await at().ended(ada, project);
      expect([after.status, (await at().fetched(after.video_url)).text]).toEqual(['completed', 'longer']);
      expect(after.cost_usd).toBeCloseTo(15 * 0.12);
      expect(starts()[1]).toMatchObject({
        instances: [{ prompt: 'The loaf is cut.', video: { uri: uriOf('e1') } }],
      });
      await until('the former file to be gone', async () => (await at().fetched(before)).status === 404);
    });

    it('does not go on where it cannot, and says why', async () => {
      const none = await extend(await at().planned(ada));
      expect([none.status, none.body.code]).toEqual([422, 'ai-video/not-possible']);
      const project = await at().planned(ada);
      at().google.will(...makes('x1'));
      await film(ada.client, project);
      await at().ended(ada, project);
      expect((await extend(project, { max_cost_usd: 2 })).body).toMatchObject({
        code: 'ai-video/over-cost',
        errors: [{ path: 'max_cost_usd' }],
      });
      await at().app.sql(
        `update ai_video_jobs set completed_at = now() - interval '2 days' where project_id = $1`,
        [project],
      );
      const old = await extend(project);
      expect([old.status, old.body.detail]).toEqual([422, expect.stringContaining('two days')]);
      expect((await extend(project, { prompt: '' })).status).toBe(400);
      expect((await at().app.anonymous.post(`${VIDEO}/extend`, {})).status).toBe(401);
      const bob = await at().filmer();
      const theirs = await bob.client.post(`${VIDEO}/extend`, { project_id: project, prompt: 'On.' });
      expect(theirs.body.code).toBe('ai-video/project-not-found');
      expect(starts()).toHaveLength(1);
    });

    it('that is cancelled starts nothing more, and what was started is paid once and used', async () => {
      const project = await at().planned(ada, 15);
      at().google.will(veo.starts('c1'), veo.runs('c1', 10));
      await film(ada.client, project);
      await until('its first part to be asked for', () =>
        at().google.requests.some(({ path }) => path.includes('operations/c1')),
      );
      const cancelled = await ada.client.post(`${VIDEO}/cancel/${project}`);
      expect([cancelled.status, cancelled.body]).toMatchObject([
        200,
        { status: 'failed', error_code: 'cancelled', error_message: 'The video was cancelled.' },
      ]);
      const again = await ada.client.post(`${VIDEO}/cancel/${project}`);
      expect([again.status, again.body.code]).toEqual([409, 'ai-video/not-under-way']);
      at().google.will(veo.hasMade('c1'), veo.sends('c1', 'film c1'));
      const state = async () => (await ada.client.get(`${VIDEO}/status/${project}`)).body;
      await until('what was started to be kept', async () => (await state()).clips[0].status === 'completed');
      expect(await state()).toMatchObject({ status: 'failed', video_url: null, cost_usd: 0.96 });
      expect(starts()).toHaveLength(1);
      at().google.will(...makes('c2'));
      await film(ada.client, project);
      const made = await at().ended(ada, project);
      expect([made.status, starts().length]).toEqual(['completed', 2]);
      expect(made.cost_usd).toBeCloseTo(15 * 0.12);
    });

    it('counts every time that one is begun, also one that goes on', async () => {
      const project = await at().planned(ada);
      at().google.will(...makes('n1'));
      await film(ada.client, project);
      await at().ended(ada, project);
      for (let made = 2; made <= 6; made++) {
        at().google.will(...makes(`n${made}`));
        expect((await extend(project)).status).toBe(200);
        expect((await at().ended(ada, project)).status).toBe('completed');
      }
      expect((await extend(project)).body.code).toBe('ai-video/daily-limit');
    });
  });
}
