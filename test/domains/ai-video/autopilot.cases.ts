import { randomUUID } from 'node:crypto';
import { Receiver, TestHook } from '../integrations/hook-stage.js';
import { until } from '../../support/until.js';
import { type Filmer, type FilmSet, geminiPlans, veo, VIDEO } from './film-set.js';

/** Videos that campaigns get by themselves. */
export function autopilotCases(at: () => FilmSet): void {
  const goal = 'Get bakers to try our flour';
  const make = ({ id, client }: Filmer, campaign_id: string, more: object = {}) =>
    client.post(`${VIDEO}/autopilot-generate`, { user_id: id, campaign_id, goal, ...more });
  const campaignOf = async ({ client }: Filmer, fields: object = {}) =>
    (await client.post('/api/campaigns', { name: `Spring ${randomUUID()}`, ...fields })).body.data
      .id as string;
  const willMake = (id: string) =>
    at().google.will(geminiPlans(4, 4), veo.starts(id), veo.hasMade(id), veo.sends(id, 'film'));

  describe('the autopilot', () => {
    it('makes a video for a campaign, puts its cost on it and tells of it', async () => {
      const ada = await at().filmer();
      const campaign = await campaignOf(ada, { budget: 50 });
      willMake('auto');
      const { status, body } = await make(ada, campaign);
      expect([status, body]).toEqual([
        200,
        {
          status: 'generating',
          project_id: expect.any(String),
          campaign_id: campaign,
          estimated_cost: 3.2,
        },
      ]);
      expect((await at().ended(ada, body.project_id)).status).toBe('completed');
      const told = () =>
        at().app.sql<{ entity_id: string; metadata: { cost: number } }>(
          `select entity_id, metadata from autopilot_activity_log where user_id = $1 and activity_type = 'video_generation'`,
          [ada.id],
        );
      await until('the activity to be told', async () => (await told()).length === 1);
      const [activity] = await told();
      expect([activity?.entity_id, activity?.metadata.cost]).toEqual([campaign, expect.closeTo(0.96)]);
      const { budget_spent } = (await ada.client.get(`/api/campaigns/${campaign}`)).body.data;
      expect(budget_spent).toBeCloseTo(0.96);
    });

    it('serves nobody but its caller, and no campaign of somebody else', async () => {
      const [ada, bob] = [await at().filmer(), await at().filmer()];
      const campaign = await campaignOf(ada);
      const other = await bob.client.post(`${VIDEO}/autopilot`, {
        user_id: ada.id,
        campaign_id: campaign,
        goal,
      });
      expect([other.status, other.body.code]).toEqual([403, 'ai-video/not-yours']);
      expect((await make(bob, campaign)).status).toBe(404);
      expect((await at().app.anonymous.post(`${VIDEO}/autopilot-generate`, {})).status).toBe(401);
    });

    it('skips a campaign without a key, without budget, and with five videos in seven days', async () => {
      const keyless = await at().app.newUser();
      const without = await make(keyless, await campaignOf(keyless));
      expect([without.status, without.body.status, without.body.reason]).toEqual([
        200,
        'skipped',
        'no_api_key',
      ]);
      const ada = await at().filmer();
      const poor = await make(ada, await campaignOf(ada, { budget: 3 }));
      expect(poor.body).toMatchObject({ status: 'skipped', reason: 'budget' });
      const campaign = await campaignOf(ada);
      for (let videos = 0; videos < 5; videos++) {
        willMake(`week${videos}`);
        await at().ended(ada, (await make(ada, campaign)).body.project_id);
      }
      expect((await make(ada, campaign)).body).toMatchObject({ status: 'skipped', reason: 'campaign_limit' });
    });

    it('is what the workflow of video ideas leads to, and other systems are told of', async () => {
      const ada = await at().filmer();
      const receiver = await Receiver.start();
      await TestHook.make(at().app, receiver.url, { events: ['video.*'] }, ada);
      const content = { role: 'model', parts: [{ text: 'Scene 1: Dough (8s). Come by!' }] };
      const candidates = [{ content, finishReason: 'STOP', index: 0 }];
      at().google.will({ path: ':generateContent', body: { candidates, usageMetadata: {} } });
      at().google.will(veo.starts('idea'), veo.hasMade('idea'), veo.sends('idea', 'film'));
      const ideas = { contentIdeas: [{ title: 'Sourdough' }] };
      const [id] = (await ada.client.post('/workflows/ai-video-creator/run', ideas)).body.execution_ids;
      const instance = async () => (await ada.client.get(`/api/workflows/executions/${id}`)).body.data;
      await until('the instance to be over', async () =>
        ['completed', 'failed'].includes((await instance()).status),
      );
      const [{ id: project, goal: about, video_url, final_prompt }] = (
        await ada.client.get(`${VIDEO}/projects`)
      ).body.projects;
      expect([about, final_prompt]).toEqual(['Sourdough', 'Scene 1: Dough (8s). Come by!']);
      const { status, outputs } = await instance();
      expect([status, outputs.video]).toMatchObject(['completed', { project_id: project, video_url }]);
      await until('a system to be told', () => receiver.arrivals.length > 0);
      expect(receiver.arrivals.map(({ body }) => JSON.parse(body))).toEqual([
        expect.objectContaining({
          type: 'video.completed',
          data: expect.objectContaining({ project_id: project, video_url, auto_generated: true }),
        }),
      ]);
      await receiver.close();
    });

    it('says why a plan could not be made', async () => {
      const ada = await at().filmer();
      at().google.will({ path: ':generateContent', body: { promptFeedback: { blockReason: 'SAFETY' } } });
      const { status, body } = await make(ada, await campaignOf(ada));
      expect([status, body.status, typeof body.reason]).toEqual([200, 'failed', 'string']);
    });
  });
}
