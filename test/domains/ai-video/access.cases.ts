import { googleShows } from '../../platform/media/studio.js';
import { type Filmer, film, type FilmSet, VIDEO } from './film-set.js';

/** What is closed to everybody else. */
export function accessCases(at: () => FilmSet): void {
  let ada: Filmer;
  beforeEach(async () => {
    ada = await at().filmer();
  });

  describe('a stranger', () => {
    it('finds nothing of somebody’s video, and begins none with their images', async () => {
      const project = await at().planned(ada);
      const bob = await at().filmer();
      const images = { project_id: project, scene_descriptions: ['A loaf'] };
      const asks = [
        bob.client.get(`${VIDEO}/status/${project}`),
        bob.client.post(`${VIDEO}/save?project_id=${project}`),
        bob.client.delete(`${VIDEO}/projects/${project}`),
        film(bob.client, project),
        bob.client.post(`${VIDEO}/generate`, { project_id: project, final_prompt: 'Mine' }),
        bob.client.post(`${VIDEO}/generate-images`, images),
      ];
      for (const { status, body } of await Promise.all(asks))
        expect([status, body.code, body.detail]).toEqual([
          404,
          'ai-video/project-not-found',
          'Project not found',
        ]);
      expect((await bob.client.get(`${VIDEO}/projects`)).body).toEqual({ projects: [], count: 0 });
      at().google.will({ ...googleShows(), path: ':generateContent' });
      const [theirs] = (await ada.client.post(`${VIDEO}/generate-images`, images)).body.image_urls;
      const stolen = await film(bob.client, await at().planned(bob), { image_url: theirs });
      expect([stolen.status, stolen.body.code]).toEqual([422, 'ai-video/first-frame-unfit']);
    });

    it('comes in nowhere without a token, but for a link', async () => {
      for (const path of ['plan', 'generate-images', 'generate-video', 'generate', 'save', 'autopilot'])
        expect((await at().app.anonymous.post(`${VIDEO}/${path}`, {})).status).toBe(401);
      for (const token of ['x', 'A'.repeat(72), '..%2F..%2Fetc', 'A'.repeat(400)])
        expect((await at().app.anonymous.get(`${VIDEO}/files/${token}`)).status).toBe(404);
    });
  });
}
