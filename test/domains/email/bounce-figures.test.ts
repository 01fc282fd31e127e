import { MailSumsService } from '#domains/email/sums/mail-sums.service';
import { Database } from '#platform/database/database';
import { address, TestMailing } from './mailing.js';
import { SendingStage } from './sending-stage.js';

let stage: SendingStage;
beforeAll(async () => {
  stage = await SendingStage.open();
});

describe('mail that addresses refuse for good', () => {
  it('was sent and has bounced, wherever figures are shown', async () => {
    const owner = await stage.app.newUser();
    const emails = Array.from({ length: 4 }, address);
    for (const email of emails.slice(2)) stage.sink.behaviour.set(email, { rcpt: '550 5.1.1 no such user' });
    const mailing = await TestMailing.make(stage.app, emails, {}, owner);
    await mailing.sent();
    const get = async (path: string) => (await owner.client.get(path)).body.data;
    const metrics = await get(`/api/email/campaigns/${mailing.campaignId}/metrics`);
    const rates = { delivery_rate: 50, bounce_rate: 50 };
    expect(metrics).toMatchObject({ total_sent: 4, total_delivered: 2, total_bounced: 2, ...rates });
    expect(await get('/api/email/analytics')).toMatchObject({
      totalSent: 4,
      delivered: 2,
      bounced: 2,
      bounceRate: 0.5,
    });
    const performance = await get(`/api/campaigns/${mailing.campaignId}/performance`);
    expect(performance).toMatchObject({ summary: { sent: 4, delivered: 2, bounced: 2 } });
    const hours = (from: number) => new Date(Date.now() + from * 3_600_000).toISOString();
    const sums = await stage.app
      .get(Database)
      .as(owner.id, () => stage.app.get(MailSumsService).of(owner.id, { from: hours(-1), to: hours(1) }));
    expect(sums).toMatchObject({ sent: 4, bounced: 2, watched: 2 });
    const report = await mailing.report();
    expect(report).toMatchObject({ sent: 2, failed: 2, bounced: 2, rates: { delivery: 50, bounce: 50 } });
  });
});
