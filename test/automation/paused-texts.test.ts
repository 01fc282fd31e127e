import { CampaignRunner } from '#automation/workflows/execution/campaign-runner.service';
import { Database } from '#platform/database/database';
import type { TestApp } from '../support/app.js';
import { sharedApp } from '../support/kept-app.js';
import { newMarketer } from './marketer.js';

describe('a campaign with a text', () => {
  let app: TestApp;
  beforeAll(async () => void (app = await sharedApp()));
  afterAll(() => app.close());

  it('is over although the text was edited and approved anew, without a time, while it was paused', async () => {
    const marketer = await newMarketer(app);
    const calendar = [
      { type: 'blog', title: 'Ten ideas', content: 'Sow early.', publish_date: '2035-03-02T08:00:00Z' },
    ];
    const id = await marketer.makeCampaign({ channels: ['blog'], type: 'content', content: { calendar } });
    const { body } = await marketer.launch(id);
    const piece = `/api/content/${body.data.execution_results.content.content[0].content_id}`;
    const look = () =>
      app.get(Database).as(marketer.id, () => app.get(CampaignRunner).complete(marketer.id, id));
    await look();
    expect((await marketer.campaign(id)).status).toBe('active');
    await marketer.step(id, 'pause');
    expect((await marketer.client.put(piece, { content: 'Sow late.' })).status).toBe(200);
    for (const status of ['review', 'approved'])
      expect((await marketer.client.patch(`${piece}/status`, { status })).status).toBe(200);
    await marketer.step(id, 'resume');
    await look();
    expect((await marketer.campaign(id)).status).toBe('completed');
  });
});
