import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { address, deliverDue, TestMailing } from './mailing.js';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp();
});
afterAll(() => app.close());

describe('mail waits', () => {
  it('on days without mail, and sent on the next one', async () => {
    const email = address();
    const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);
    const [today, tomorrow, later] = [day(0), day(1), day(2)];
    const weekdays = [new Date(today).getUTCDay() || 7, new Date(later).getUTCDay() || 7];
    const quiet_hours = { timezone: 'UTC', weekdays, holidays: [today, tomorrow] };
    const mailing = await TestMailing.make(app, [email], { settings: { quiet_hours } });
    await mailing.sent();
    const { hold, queued } = await mailing.report();
    expect({ queued, reason: hold.reason }).toEqual({ queued: 1, reason: 'quiet_hours' });
    expect(new Date(hold.until).toISOString()).toBe(`${later}T00:00:00.000Z`);
    await app.sql(`update email_campaigns set hold_until = now(), settings = $2 where campaign_id = $1`, [
      mailing.campaignId,
      JSON.stringify({ quiet_hours: { ...quiet_hours, holidays: [tomorrow] } }),
    ]);
    await deliverDue(app);
    expect(await mailing.report()).toMatchObject({ sent: 1, queued: 0 });
  });

  it('for no days that there are not: those are refused', async () => {
    for (const quiet_hours of [
      { weekdays: [] },
      { weekdays: [0] },
      { start: '22:00', weekdays: [1] },
      { holidays: ['2026-02-30'] },
      { holidays: Array.from({ length: 101 }, () => '2026-12-25') },
    ])
      await expect(TestMailing.make(app, [], { settings: { quiet_hours } })).rejects.toMatchObject({
        code: 'email/settings-invalid',
      });
  });
});
