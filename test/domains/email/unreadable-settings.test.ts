import { ClaimRepository } from '#domains/email/delivery/claim.repository';
import { Gates } from '#domains/email/delivery/gates';
import { startApp, type TestApp } from '../../support/app.js';
import { MailSink } from '../../platform/channels/mail-sink.js';
import { address, deliverDue, TestMailing } from './mailing.js';

let app: TestApp;
let sink: MailSink;
beforeAll(async () => {
  sink = await MailSink.start();
  app = await startApp({ settings: { SMTP_URL: sink.url } });
});
afterAll(async () => {
  await app.close();
  await sink.stop();
});

const set = (mailing: TestMailing, settings: string, state = 'sending') =>
  app.sql('update email_campaigns set settings = $2::jsonb, state = $3 where campaign_id = $1', [
    mailing.campaignId,
    settings,
    state,
  ]);

describe('a mailing whose settings cannot be followed', () => {
  it.each([
    '{"throttle_per_minute":"x"}',
    '{"quiet_hours":{"start":"late"}}',
    '{"frequency_cap":{"max":0}}',
    '{"track_opens":"yes"}',
    'null',
  ])('is held for an hour and stops nobody else: %s', async (settings) => {
    const [mine, theirs] = [address(), address()];
    const held = await TestMailing.make(app, [mine]);
    const other = await TestMailing.make(app, [theirs]);
    await set(held, settings);
    await other.sent();
    expect(sink.mailsTo(theirs)).toHaveLength(1);
    expect(sink.mailsTo(mine)).toHaveLength(0);
    expect(await held.message(mine)).toMatchObject({ state: 'queued', attempt: 0 });
    const { hold } = await held.report();
    expect(hold.reason).toBe('unreadable_settings');
    const minutes = (new Date(hold.until).getTime() - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(55);
    expect(minutes).toBeLessThanOrEqual(60);
    await app.sql(`update email_campaigns set settings = '{}', hold_until = now() where campaign_id = $1`, [
      held.campaignId,
    ]);
    await deliverDue(app);
    expect(sink.mailsTo(mine)).toHaveLength(1);
  });

  it('since its mail was claimed gives that back, and lets the mail of others pass', async () => {
    const [mine, theirs] = [address(), address()];
    const held = await TestMailing.make(app, [mine]);
    const other = await TestMailing.make(app, [theirs]);
    for (const mailing of [held, other]) await set(mailing, '{}');
    const claimed = await app.get(ClaimRepository).claim(10);
    await set(held, '{"throttle_per_minute":"x"}');
    const passed = await app.get(Gates).pass(claimed);
    expect(passed.map(({ email }) => email)).toEqual([theirs]);
    expect((await held.message(mine)).state).toBe('queued');
  });
});
