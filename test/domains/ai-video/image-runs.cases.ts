import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type SpiedFunction, spyOn } from 'jest-mock';
import { FilmStore } from '#domains/ai-video/files/film-store';
import { Media } from '#platform/media/media';
import { receiptOf } from '../../automation/privacy/told.js';
import { PNG } from '../../platform/media/studio.js';
import { type Filmer, type FilmSet, VIDEO } from './film-set.js';

const MADE = {
  images: [{ mediaType: 'image/png' as const, bytes: PNG }] as const,
  provider: 'google' as const,
  model: 'nano-banana',
  costMicros: 40_000,
};

/** Images that somebody else wants too, or whose making breaks off. */
export function imageRunCases(at: () => FilmSet): void {
  let ada: Filmer;
  let project: string;
  let image: SpiedFunction<Media['image']>;
  const begins = async () => {
    ada = await at().filmer();
    project = await at().planned(ada);
    image = spyOn(at().app.get(Media), 'image').mockImplementation(async () => MADE);
  };
  const make = (count = 1) =>
    ada.client.post(`${VIDEO}/generate-images`, {
      project_id: project,
      scene_descriptions: Array.from({ length: count }, (_, scene) => `Scene ${scene}`),
    });
  const kept = async () => (await ada.client.get(`${VIDEO}/projects/${project}`)).body;
  const rows = () =>
    at().app.sql<{ status: string; file: string; cost: number | null }>(
      `select status, file, cost_usd::float8 as cost from ai_video_jobs where project_id = $1 order by status, position`,
      [project],
    );
  /** Files of their owner in storage. */
  const files = async (): Promise<string[]> => {
    const folder = join(at().app.dataDir, 'storage', 'ai-videos', ada.id);
    const all = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
    return all.filter((one) => one.isFile()).map(({ name }) => name);
  };
  /** Images are asked for from here on until this is called. */
  const held = () => {
    const { promise, resolve } = Promise.withResolvers<typeof MADE>();
    const asked = Promise.withResolvers<void>();
    image.mockImplementation(() => {
      asked.resolve();
      return promise;
    });
    return { asked: asked.promise, goOn: () => resolve(MADE) };
  };
  const givenUp = (minutes: number) =>
    at().app.sql(
      `update ai_video_projects set status = 'generating_images', images_run = $2,
         images_until = now() + $3 * interval '1 minute' where id = $1`,
      [project, randomUUID(), minutes],
    );

  describe('a request for images', () => {
    beforeEach(begins);
    afterEach(() => image.mockRestore());

    it('is the only one of its project, and pays for nothing where it is not', async () => {
      const { asked, goOn } = held();
      const first = make();
      await asked;
      expect((await kept()).status).toBe('generating_images');
      const second = await make();
      expect([second.status, second.body.code]).toEqual([409, 'ai-video/images-under-way']);
      expect(image).toHaveBeenCalledTimes(1);
      goOn();
      expect((await first).status).toBe(200);
      expect(await kept()).toMatchObject({ status: 'planning', generated_images: [expect.any(String)] });
      expect((await make()).status).toBe(200);
    });

    it('that fails unforeseen keeps and charges what was made, begins nothing more, and is over', async () => {
      let asked = 0;
      image.mockImplementation(async () => {
        if (++asked === 3) throw new Error('Nobody foresaw it.');
        return MADE;
      });
      expect((await make(40)).status).toBe(500);
      const made = await rows();
      expect(made.length).toBeGreaterThan(1);
      expect(made.length).toBeLessThan(8);
      expect(made.every(({ status, cost }) => status === 'completed' && cost === 0.04)).toBe(true);
      expect(await files()).toHaveLength(made.length);
      const { status, cost_usd, generated_images } = await kept();
      expect([status, cost_usd]).toEqual(['planning', expect.closeTo(made.length * 0.04)]);
      const urls = generated_images.filter((url: string | null) => url !== null);
      expect(urls).toHaveLength(made.length);
      expect((await at().fetched(urls[0])).status).toBe(200);
      expect((await make()).status).toBe(200);
    });

    it('whose process has ended is given up after its time, and told so, and another can be made', async () => {
      await givenUp(4);
      expect([(await kept()).status, (await make()).status]).toEqual(['generating_images', 409]);
      await givenUp(-1);
      expect((await ada.client.get(`${VIDEO}/status/${project}`)).body.status).toBe('planning');
      expect([(await make()).status, (await kept()).status]).toEqual([200, 'planning']);
    });

    it('that was given up does not end the one after it', async () => {
      const { asked, goOn } = held();
      const slow = make();
      await asked;
      await givenUp(4);
      goOn();
      expect((await slow).status).toBe(200);
      expect(await kept()).toMatchObject({ status: 'generating_images', generated_images: null });
    });

    it('begins nothing more once its three minutes are over', async () => {
      const clock = spyOn(performance, 'now');
      image.mockImplementation(async () => {
        const now = Date.now();
        clock.mockImplementation(() => now + 200_000);
        return MADE;
      });
      const { status, body } = await make(9);
      clock.mockRestore();
      expect([status, body.image_urls.length]).toEqual([200, 9]);
      const made = body.image_urls.filter((url: string | null) => url !== null).length;
      expect([made, image.mock.calls.length, body.cost_usd]).toEqual([1, 1, 0.04]);
      expect(image.mock.calls[0]?.[0].deadlineMs).toBeLessThanOrEqual(180_000);
    });
  });

  describe('the files of images', () => {
    beforeEach(begins);
    afterEach(() => image.mockRestore());

    it('go with a project that is deleted while they are made', async () => {
      const { asked, goOn } = held();
      const making = make(6);
      await asked;
      expect((await ada.client.delete(`${VIDEO}/projects/${project}`)).status).toBe(200);
      goOn();
      const { status, body } = await making;
      expect([status, body.code]).toEqual([404, 'ai-video/project-not-found']);
      expect(image.mock.calls.length).toBeLessThan(6);
      expect(await files()).toEqual([]);
    });

    /** As a process that ends once the file is there, and before anything more is written. */
    const breaksOff = async () => {
      const store = at().app.get(FilmStore);
      const keep = spyOn(store, 'keep').mockImplementation(async (...file) => {
        await FilmStore.prototype.keep.apply(store, file);
        throw new Error('The process was killed.');
      });
      expect((await make()).status).toBe(500);
      keep.mockRestore();
      await at().app.sql(
        `update ai_video_jobs set status = 'processing', created_at = now() - interval '5 minutes' where project_id = $1`,
        [project],
      );
      expect(await files()).toHaveLength(1);
    };

    it('that nobody has finished to keep are told to have failed, shown to nobody, and go with the project', async () => {
      await breaksOff();
      expect((await make()).status).toBe(200);
      expect(await rows()).toMatchObject([
        { status: 'completed', cost: 0.04 },
        { status: 'failed', cost: null, file: expect.stringContaining(`ai-videos/${ada.id}/${project}/`) },
      ]);
      expect((await kept()).cost_usd).toBeCloseTo(0.04);
      expect((await ada.client.delete(`${VIDEO}/projects/${project}`)).status).toBe(200);
      expect(await files()).toEqual([]);
    });

    it('go with the account, also where they were never kept', async () => {
      await breaksOff();
      const { body } = await ada.client.delete('/api/user/account');
      expect((await receiptOf(at().app, body.receipt_id)).files).toBe(1);
      expect(await files()).toEqual([]);
    });
  });
}
