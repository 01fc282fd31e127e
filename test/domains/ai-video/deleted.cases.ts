import { randomUUID } from 'node:crypto';
import { Retention } from '#platform/retention/retention';
import { until } from '../../support/until.js';
import { type Filmer, film, type FilmSet, geminiPlans, veo, VIDEO } from './film-set.js';

/** What deleting a project does not undo: that its video was begun, and what that costs. */
export function deletedCases(at: () => FilmSet): void {
  let ada: Filmer;
  const remove = async (project: string) =>
    expect((await ada.client.delete(`${VIDEO}/projects/${project}`)).status).toBe(200);
  const campaignOf = async (fields: object = {}) =>
    (await ada.client.post('/api/campaigns', { name: `Spring ${randomUUID()}`, ...fields })).body.data
      .id as string;
  const auto = (campaign_id: string, duration_s = 8) =>
    ada.client.post(`${VIDEO}/autopilot`, { user_id: ada.id, campaign_id, goal: 'Get bakers', duration_s });
  const begunFor = async (campaign: string, id: string, seconds = 8): Promise<string> => {
    at().google.will(geminiPlans(seconds / 2, seconds / 2), veo.starts(id));
    const { body } = await auto(campaign, seconds);
    expect(body.status).toBe('generating');
    return body.project_id as string;
  };
  const spent = async (campaign: string): Promise<number> =>
    (await ada.client.get(`/api/campaigns/${campaign}`)).body.data.budget_spent;
  const costs = (campaign: string) =>
    at().app.sql<{ amount: number }>('select amount::float8 from campaign_spend where campaign_id = $1', [
      campaign,
    ]);
  const activities = () =>
    at().app.sql<{ status: string }>(
      `select metadata ->> 'status' as status from autopilot_activity_log where user_id = $1`,
      [ada.id],
    );

  describe('a deleted video', () => {
    beforeEach(async () => {
      ada = await at().filmer();
    });

    it('counts as begun for the limit of a day until that is over', async () => {
      for (let begun = 0; begun < 6; begun++) {
        const project = await at().planned(ada);
        expect((await film(ada.client, project)).status).toBe(200);
        await remove(project);
      }
      const project = await at().planned(ada);
      const refused = await film(ada.client, project);
      expect([refused.status, refused.body.code]).toEqual([429, 'ai-video/daily-limit']);
      await at().app.sql(
        `update ai_video_begun set begun_at = now() - interval '25 hours' where user_id = $1`,
        [ada.id],
      );
      expect((await film(ada.client, project)).status).toBe(200);
    });

    it('counts as one of the five that its campaign may have, which is forgotten after seven days', async () => {
      const campaign = await campaignOf();
      for (let begun = 0; begun < 5; begun++) await remove(await begunFor(campaign, `gone${begun}`));
      expect((await auto(campaign)).body).toMatchObject({ status: 'skipped', reason: 'campaign_limit' });
      await at().app.sql(
        `update ai_video_begun set begun_at = now() - interval '8 days' where user_id = $1`,
        [ada.id],
      );
      await at().app.get(Retention).run(new AbortController().signal);
      expect(await at().app.sql('select from ai_video_begun where user_id = $1', [ada.id])).toEqual([]);
      await begunFor(campaign, 'again');
    });

    it('that was being made has cost its campaign what was started of it, once', async () => {
      // Of its three parts, of which the first has four seconds.
      const campaign = await campaignOf({ budget: 50 });
      const project = await begunFor(campaign, 'paid', 16);
      at().google.will(veo.runs('paid', 10));
      await until('it to be asked for', () =>
        at().google.requests.some(({ path }) => path.includes('operations/paid')),
      );
      await remove(project);
      await until('its cost to be told', async () => (await activities()).length > 0);
      expect(await activities()).toEqual([{ status: 'deleted' }]);
      expect(await costs(campaign)).toEqual([{ amount: expect.closeTo(0.48) }]);
      expect(await spent(campaign)).toBeCloseTo(0.48);
    });

    it('that was cancelled with a part under way has cost what was begun of it', async () => {
      const campaign = await campaignOf({ budget: 50 });
      const project = await begunFor(campaign, 'stopped');
      at().google.will(veo.runs('stopped', 10));
      await until('it to be asked for', () =>
        at().google.requests.some(({ path }) => path.includes('operations/stopped')),
      );
      expect((await ada.client.post(`${VIDEO}/cancel/${project}`)).status).toBe(200);
      await remove(project);
      await until('its cost to be told', async () => (await costs(campaign)).length > 0);
      expect(await spent(campaign)).toBeCloseTo(0.96);
    });

    it('that is made has cost its campaign once, though it is deleted before that is told', async () => {
      const campaign = await campaignOf({ budget: 50 });
      const project = await begunFor(campaign, 'made');
      at().google.will(veo.hasMade('made'), veo.sends('made', 'film'));
      expect((await at().ended(ada, project)).status).toBe('completed');
      await remove(project);
      await until('its cost to be told', async () => (await costs(campaign)).length > 0);
      expect(await costs(campaign)).toEqual([{ amount: expect.closeTo(0.96) }]);
    });
  });
}
