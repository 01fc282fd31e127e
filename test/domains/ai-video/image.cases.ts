import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { until } from '../../support/until.js';
import { googleShows, PNG } from '../../platform/media/studio.js';
import { type Filmer, film, type FilmSet, STARTED, veo, VIDEO } from './film-set.js';

/** Images that videos begin with, end with and go by. */
export function imageCases(at: () => FilmSet): void {
  const shown = { bytesBase64Encoded: PNG.toString('base64'), mimeType: 'image/png' };
  const started = () => at().google.requests.filter(({ path }) => path.includes(STARTED));
  let ada: Filmer;
  let project: string;
  const images = async (count: number): Promise<string[]> => {
    at().google.will(
      ...Array.from({ length: count }, () => ({ ...googleShows(), path: ':generateContent' })),
    );
    const scene_descriptions = Array<string>(count).fill('A loaf');
    const made = await ada.client.post(`${VIDEO}/generate-images`, {
      project_id: project,
      scene_descriptions,
    });
    return made.body.image_urls as string[];
  };

  describe('images of a video', () => {
    beforeEach(async () => {
      ada = await at().filmer();
      project = await at().planned(ada);
    });

    it('are what it begins and ends with, in the aspect that is asked for', async () => {
      const [first, last] = await images(2);
      at().google.will(veo.starts('ends'), veo.hasMade('ends'), veo.sends('ends', 'film'));
      await film(ada.client, project, { image_url: first, last_frame_url: last, aspect_ratio: '16:9' });
      expect((await at().ended(ada, project)).status).toBe('completed');
      expect(started()[0]?.body).toMatchObject({
        instances: [{ image: shown, lastFrame: shown }],
        parameters: { aspectRatio: '16:9', durationSeconds: 8 },
      });
    });

    it('leave no file behind when their video goes while they are made', async () => {
      const { promise: held, resolve: release } = Promise.withResolvers<void>();
      at().google.will({ ...googleShows(), path: ':generateContent', held });
      const asked = at().google.requests.length;
      const made = ada.client.post(`${VIDEO}/generate-images`, {
        project_id: project,
        scene_descriptions: ['A loaf'],
      });
      await until('the model is asked', () => at().google.requests.length > asked);
      await at().app.sql('delete from ai_video_projects where id = $1', [project]);
      release();
      expect((await made).status).toBeGreaterThanOrEqual(400);
      const folder = join(at().app.dataDir, 'storage', 'ai-videos', ada.id, project);
      expect(existsSync(folder) ? await readdir(folder) : []).toEqual([]);
    });

    it('are what it goes by, three at most', async () => {
      const urls = await images(3);
      at().google.will(veo.starts('by'), veo.hasMade('by'), veo.sends('by', 'film'));
      await film(ada.client, project, { reference_image_urls: urls });
      expect((await at().ended(ada, project)).status).toBe('completed');
      const referenceImages = Array(3).fill({ image: shown, referenceType: 'asset' });
      expect(started()[0]?.body).toEqual({
        instances: [{ prompt: expect.any(String), referenceImages }],
        parameters: { aspectRatio: '9:16', durationSeconds: 8 },
      });
      const four = await film(ada.client, project, { reference_image_urls: [...urls, urls[0]] });
      expect([four.status, four.body.errors[0].path]).toEqual([400, 'reference_image_urls']);
    });

    it('are refused where no model takes them so, by field and code, before anything is fetched or paid', async () => {
      const url = 'https://images.test/loaf.png';
      const long = await at().planned(ada, 15);
      const refused = [
        [project, { last_frame_url: url }, 'last_frame_url'],
        [long, { image_url: url, last_frame_url: url }, 'last_frame_url'],
        [project, { image_url: url, reference_image_urls: [url] }, 'reference_image_urls'],
      ] as const;
      for (const [id, more, path] of refused) {
        const { status, body } = await film(ada.client, id, more);
        expect([status, body.code, body.errors[0].path, typeof body.detail]).toEqual([
          422,
          'ai-video/not-possible',
          path,
          'string',
        ]);
      }
      const bad = await film(ada.client, project, {
        reference_image_urls: ['http://169.254.169.254/latest'],
      });
      expect([bad.body.code, bad.body.errors[0].path]).toEqual([
        'ai-video/first-frame-unfit',
        'reference_image_urls.0',
      ]);
      expect((await film(ada.client, project, { aspect_ratio: '1:1' })).status).toBe(400);
      expect(started()).toHaveLength(0);
    });

    it('are not begun to be filmed where it may cost more than is wanted', async () => {
      const { status, body } = await film(ada.client, project, { max_cost_usd: 3 });
      expect([status, body.code, body.errors[0].path]).toEqual([422, 'ai-video/over-cost', 'max_cost_usd']);
      expect((await ada.client.get(`${VIDEO}/status/${project}`)).body).toMatchObject({ status: 'planning' });
      expect(started()).toHaveLength(0);
    });
  });
}
