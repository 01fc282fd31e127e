import type { TestApp } from '../support/app.js';
import { sharedApp } from '../support/kept-app.js';
import { type Marketer, newMarketer } from './marketer.js';
import { api } from './stage.js';

let app: TestApp;
let marketer: Marketer;
beforeAll(async () => {
  app = await sharedApp();
});
beforeEach(async () => {
  marketer = await newMarketer(app);
});
afterAll(() => app.close());

describe('an A/B test', () => {
  const test = { variants: [{ subject: 'Spring sale' }, { subject: 'Last chance' }] };

  it.each([{ cron: '0 9 * * *' }, { at: '2035-01-01T09:00', rrule: 'FREQ=DAILY' }])(
    'is of one mailing: its campaign does not become a series by %j',
    async (schedule) => {
      const { client } = marketer;
      const id = await marketer.makeCampaign();
      await client.put(api(id, 'experiment'), test);
      const refused = await client.put(`/api/campaigns/${id}`, { schedule });
      expect([refused.status, refused.body.code]).toEqual([422, 'email/experiment-of-series']);
      const once = { schedule: { at: '2035-01-01T09:00' } };
      expect((await client.put(`/api/campaigns/${id}`, once)).status).toBe(200);
      // As a front end writes it, past the application.
      await app.sql('update campaigns set schedule = $2 where id = $1', [id, JSON.stringify(schedule)]);
      const launch = await marketer.launch(id);
      expect([launch.status, launch.body.code]).toEqual([422, 'email/experiment-of-series']);
      expect((await marketer.campaign(id)).status).toBe('draft');
      await client.delete(api(id, 'experiment'));
      expect((await marketer.launch(id)).status).toBe(200);
    },
  );
});
