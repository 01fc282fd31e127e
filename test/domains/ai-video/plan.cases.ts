import { randomUUID } from 'node:crypto';
import { googleDeclines, googleShows, PNG } from '../../platform/media/studio.js';
import type { ScriptedAnswer } from '../../support/scripted-server.js';
import { type Filmer, type FilmSet, geminiPlans, VIDEO } from './film-set.js';

/** Plans and images, which come before the video. */
export function planCases(at: () => FilmSet): void {
  const goal = 'Get bakers to try our flour';
  let ada: Filmer;
  beforeEach(async () => {
    ada = await at().filmer();
  });

  describe('a plan', () => {
    it('has scenes that add up, the documented cost, and is kept as a project', async () => {
      at().google.will(geminiPlans(4, 4, 4));
      const wanted = { goal, platform: 'Reels', duration_s: 8, brand_kit: { primary_color: '#123456' } };
      const { status, body } = await ada.client.post(`${VIDEO}/plan/`, wanted);
      expect(status).toBe(200);
      expect(body).toMatchObject({ final_cta: 'Come by!', estimated_cost: 3.2 });
      expect(body.scenes[0]).toEqual({
        visual: 'Scene of bread 1',
        text_overlay: 'Fresh',
        duration: expect.any(Number),
        audio_cue: null,
        shot: 'Close-up',
        narration: 'So fresh',
      });
      const durations = body.scenes.map(({ duration }: { duration: number }) => duration);
      expect(durations.reduce((sum: number, one: number) => sum + one)).toBe(8);
      expect(JSON.stringify(at().google.last.body)).toContain('#123456');
      const { projects, count } = (await ada.client.get(`${VIDEO}/projects`)).body;
      expect([projects[0].id, projects[0].status, count]).toEqual([body.project_id, 'planning', 1]);
      expect((await ada.client.get(`${VIDEO}/status/${body.project_id}`)).body).toMatchObject({
        status: 'planning',
        progress: 20,
        video_url: null,
        error_message: null,
      });
    });

    it('is not made up without a key: the documented sentence, with 503', async () => {
      const { client } = await at().app.newUser();
      const { status, body } = await client.post(`${VIDEO}/plan`, { goal, platform: 'Reels', duration_s: 8 });
      expect([status, body.code]).toEqual([503, 'ai-video/key-missing']);
      expect(body.detail).toBe('Please add your Gemini API key in Settings to use AI video generation');
    });

    it.each([
      { goal, platform: 'Cinema', duration_s: 8 },
      { goal, platform: 'Reels', duration_s: 7 },
      { goal, platform: 'Reels', duration_s: 121 },
      { goal, platform: 'Reels', duration_s: '8' },
      { platform: 'Reels', duration_s: 8 },
      { goal, platform: 'Reels', duration_s: 8, brand_kit: { primary_color: 'red; drop' } },
      { goal, platform: 'Reels', duration_s: 8, user_id: randomUUID() },
    ])('is refused for what it cannot be, with a sentence as detail: %j', async (wanted) => {
      const { status, body } = await ada.client.post(`${VIDEO}/plan`, wanted);
      expect([status >= 400 && status < 500, typeof body.detail]).toEqual([true, 'string']);
      expect(at().google.requests).toHaveLength(0);
    });
  });

  describe('a plan by hand', () => {
    const scene = (duration: number) => ({
      visual: 'A loaf',
      text_overlay: 'Fresh',
      duration,
      audio_cue: null,
      shot: 'From above',
      narration: 'So fresh',
    });
    const change = (project: string, scenes: object[]) =>
      ada.client.put(`${VIDEO}/projects/${project}/plan`, { scenes, final_cta: 'Come in!' });

    it('takes the place of the one that was written, and is told with the words to film it by', async () => {
      const project = await at().planned(ada);
      const { status, body } = await change(project, [scene(5), scene(3)]);
      expect([status, body]).toEqual([
        200,
        {
          project_id: project,
          scenes: [scene(5), scene(3)],
          final_cta: 'Come in!',
          final_prompt:
            'Scene 1: A loaf. From above. A voice says: “So fresh” (5s). Scene 2: A loaf. From above. A voice says: “So fresh” (3s). Come in!',
          estimated_cost: 3.2,
        },
      ]);
      const one = await ada.client.get(`${VIDEO}/projects/${project}`);
      expect([one.status, one.body.scene_plan]).toEqual([
        200,
        { scenes: [scene(5), scene(3)], final_cta: 'Come in!' },
      ]);
    });

    it('is refused where it does not add up, or is none', async () => {
      const project = await at().planned(ada);
      const short = await change(project, [scene(5)]);
      expect([short.status, short.body.code, short.body.errors[0].path]).toEqual([
        422,
        'ai-video/plan-unfit',
        'scenes',
      ]);
      for (const scenes of [
        [],
        [{ ...scene(8), duration: 9 }],
        [{ duration: 8 }],
        [{ ...scene(8), mood: 1 }],
      ])
        expect((await change(project, scenes)).status).toBe(400);
    });
  });

  describe('images', () => {
    it('are made for each scene, kept, and only those that were made are charged', async () => {
      const project = await at().planned(ada);
      const image = (answer: ScriptedAnswer): ScriptedAnswer => ({ ...answer, path: ':generateContent' });
      at().google.will(
        image(googleShows()),
        image(googleDeclines('IMAGE_SAFETY')),
        image(googleDeclines('IMAGE_SAFETY')),
        image(googleDeclines('IMAGE_SAFETY')),
      );
      const { status, body } = await ada.client.post(`${VIDEO}/generate-images`, {
        project_id: project,
        scene_descriptions: ['A loaf', 'A slice'],
      });
      expect(status).toBe(200);
      expect(body.image_urls.filter((url: string | null) => url === null)).toHaveLength(1);
      expect(body.cost_usd).toBeCloseTo(0.033615, 6);
      const url = body.image_urls.find((one: string | null) => one !== null);
      const file = await at().fetched(url);
      expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/png']);
      expect(file.headers.get('content-length')).toBe(String(PNG.length));
      const [kept] = (await ada.client.get(`${VIDEO}/projects`)).body.projects;
      expect([kept.status, kept.generated_images]).toEqual(['planning', body.image_urls]);
      expect(kept.cost_usd).toBeCloseTo(0.0336, 4);
    });

    it('fail as the provider says where none could be made, and leave the project as it was', async () => {
      const project = await at().planned(ada);
      at().google.will({ ...googleDeclines('IMAGE_SAFETY'), path: ':generateContent' });
      const wanted = { project_id: project, scene_descriptions: ['A loaf'] };
      const { body } = await ada.client.post(`${VIDEO}/generate-images`, wanted);
      expect(body.code).toBe('ai/refused');
      const [kept] = (await ada.client.get(`${VIDEO}/projects`)).body.projects;
      expect([kept.status, kept.generated_images, kept.cost_usd]).toEqual(['planning', null, 0]);
    });
  });
}
