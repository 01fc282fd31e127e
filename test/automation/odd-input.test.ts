import type { TestApp } from '../support/app.js';
import { sharedApp } from '../support/kept-app.js';
import { type Marketer, newMarketer } from './marketer.js';

/** Values of the right type, or nearly, that no table can hold: each is refused before it is tried. */
describe('a body', () => {
  const AFTER_ALL = '9999-12-31T23:59:59-14:00';
  const LARGE = 2_147_483_648;
  const idea = { title: 'Spades' };
  let app: TestApp;
  let marketer: Marketer;
  let campaign: string;
  let workflow: string;
  beforeAll(async () => {
    app = await sharedApp();
    marketer = await newMarketer(app);
    campaign = await marketer.makeCampaign({});
    const steps = [
      { id: 'enter', type: 'trigger', config: { on: 'manual' }, next: 'a' },
      { id: 'a', type: 'delay', config: { for: { days: 1 } }, next: null },
    ];
    const { body } = await marketer.client.post('/api/workflows', { name: 'Odd', format: 2, steps });
    workflow = body.data.id;
  });
  afterAll(() => app.close());

  const refused = async (method: 'POST' | 'PUT', path: string, body: object) => {
    const { status, body: answer } = await marketer.client.send(method, path, body, {});
    return [status, answer.code];
  };

  it.each([
    ['/api/campaigns/bulk/create', { campaigns: [[]] }],
    ['/api/campaigns/bulk/create', { campaigns: [[{ name: 'x' }]] }],
    ['/api/social/posts', { platform: 'twitter', content: 'x', thread: [[]] }],
    ['/api/social/posts', { platform: 'twitter', content: 'x', thread: [[{ content: 'y' }]] }],
    ['/api/social/posts/bulk', { posts: [[]] }],
    ['/api/ai/chat', { messages: [[]] }],
    ['/workflows/ai-video-creator/run', { contentIdeas: [[], [idea]] }],
    ['/api/lead-capture/forms', { name: 'f', fields: [[]] }],
    ['/api/email/sequences', { name: 's', steps: [[]] }],
  ])('of %s with lists within its list is refused: %j', async (path, body) => {
    expect(await refused('POST', path, body)).toEqual([400, 'http/input-invalid']);
  });

  it.each([
    ['/api/email/send', { to: 'a@example.com', subject: 's', html: '<p>x</p>', scheduled_at: AFTER_ALL }],
    ['/api/content/calendar', { title: 'x', scheduled_date: AFTER_ALL }],
    ['/api/schedules', { kind: 'campaign_monitor', payload: {}, trigger: { type: 'date', at: AFTER_ALL } }],
    ['/api/user/api-keys', { name: 'k', scopes: ['leads:read'], expires_at: AFTER_ALL }],
  ])('of %s with a moment in the year 10000 is refused', async (path, body) => {
    expect(await refused('POST', path, body)).toEqual([400, 'http/input-invalid']);
  });

  it('has a calendar that ends with the year 9999', async () => {
    const { status } = await marketer.client.get('/api/content/calendar?from=9999-12-31');
    expect(status).toBe(200);
  });

  it.each([
    ['POST', '/api/email/suppressions', { email: 'a@example.com', reason: null }],
    ['POST', '/api/email/templates', { name: 't', subject: 's', html: '<p>x</p>', email_type: null }],
    ['POST', '/api/privacy/erase-person', { email: 'a@example.com', mode: null }],
    ['POST', '/api/privacy/deletion', { confirmation: 'x', grace_days: null }],
    ['PUT', '/api/campaigns/:campaign/experiment', { variants: [{}, {}], hours: null }],
    ['PUT', '/api/campaigns/:campaign/experiment', { variants: [{}, {}], threshold: null }],
  ] as const)('of %s %s with null where there is a default is refused: %j', async (method, path, body) => {
    expect(await refused(method, path.replace(':campaign', campaign), body)).toEqual([
      400,
      'http/input-invalid',
    ]);
  });

  it.each([
    ['simulate', { version: LARGE }],
    ['executions/cancel', { version: LARGE }],
    ['executions/retry', { version: LARGE }],
    ['executions/retry', { to_version: LARGE }],
    ['executions/migrate', { to_version: LARGE }],
  ])('of a workflow`s %s with a version that no table holds is refused: %j', async (path, body) => {
    expect(await refused('POST', `/api/workflows/${workflow}/${path}`, body)).toEqual([
      400,
      'http/input-invalid',
    ]);
  });

  it.each(['9999-12-31T23:59:59Z', '2027-06-01T10:00:00', '0 7 * *'])(
    'of a schedule with the cron line %s is refused',
    async (line) => {
      const body = { kind: 'campaign_monitor', campaign_id: campaign, trigger: { type: 'cron', line } };
      const [status] = await refused('POST', '/api/schedules', body);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      const made = await marketer.client.post('/api/campaigns', { name: 'c', schedule: { cron: line } });
      expect([400, 422]).toContain(made.status);
    },
  );
});
