import { Database } from '#platform/database/database';
import { ClaimRepository } from '#domains/email/delivery/claim.repository';
import { SettleRepository } from '#domains/email/delivery/settle.repository';
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

describe('a mail is held back', () => {
  it('from who has withdrawn consent, complained or is suppressed by hand, each with its reason', async () => {
    const owner = await app.newUser();
    const reasons = ['consent_withdrawn', 'complaint', 'manual'];
    const emails = reasons.map(address);
    for (const [index, email] of emails.entries())
      await owner.client.post('/api/email/suppressions', { email, reason: reasons[index] });
    const mailing = await TestMailing.make(app, [...emails, address()], {}, owner);
    await mailing.sent();
    expect(await mailing.report()).toMatchObject({
      sent: 1,
      skipped: 3,
      skipped_by_reason: { no_consent: 1, 'suppressed:complaint': 1, 'suppressed:manual': 1 },
    });
    expect(emails.flatMap((email) => sink.mailsTo(email))).toEqual([]);
  });

  it('by one owner’s list only for that owner', async () => {
    const email = address();
    const owner = await app.newUser();
    await owner.client.post('/api/email/suppressions', { email });
    const other = await TestMailing.make(app, [email]);
    await other.sent();
    expect(sink.mailsTo(email)).toHaveLength(1);
  });

  it('from who was suppressed after it was claimed, at the last moment', async () => {
    const email = address();
    const mailing = await TestMailing.make(app, [email]);
    sink.onData = () => undefined;
    await mailing.act(async () => undefined);
    await app.sql(`update email_campaigns set state = 'sending' where campaign_id = $1`, [
      mailing.campaignId,
    ]);
    const [claimed] = await app.get(ClaimRepository).claim(10);
    await mailing.owner.client.post('/api/email/suppressions', { email });
    expect(await app.get(SettleRepository).record([], [claimed!])).toEqual(new Set());
    await app.get(SettleRepository).release([claimed!]);
    expect(await mailing.message(email)).toMatchObject({
      state: 'skipped',
      skip_reason: 'suppressed:manual',
    });
  });

  it('from who has had as many as the frequency cap allows, also by another campaign', async () => {
    const owner = await app.newUser();
    const email = address();
    const plan = { settings: { frequency_cap: { max: 1, hours: 24 } } };
    const first = await TestMailing.make(app, [email], plan, owner);
    await first.sent();
    const second = await TestMailing.make(app, [email, address()], plan, owner);
    await second.sent();
    expect(sink.mailsTo(email)).toHaveLength(1);
    expect(await second.report()).toMatchObject({ sent: 1, skipped_by_reason: { frequency_cap: 1 } });
  });

  it('from who would pass the frequency cap by two campaigns at the same moment', async () => {
    const owner = await app.newUser();
    const email = address();
    const plan = { settings: { frequency_cap: { max: 1, hours: 24 } } };
    const both = [
      await TestMailing.make(app, [email], plan, owner),
      await TestMailing.make(app, [email], plan, owner),
    ];
    for (const mailing of both) await mailing.start();
    await app.drainJobs();
    for (let turn = 0; turn < 6; turn++) for (const mailing of both) await mailing.nextAttempt();
    expect(sink.mailsTo(email)).toHaveLength(1);
  });

  it('during quiet hours, and sent when they end', async () => {
    const clock = (hours: number) =>
      `${String((new Date().getUTCHours() + hours + 24) % 24).padStart(2, '0')}:00`;
    const email = address();
    const quiet_hours = { start: clock(-1), end: clock(2), timezone: 'UTC' };
    const mailing = await TestMailing.make(app, [email], { settings: { quiet_hours } });
    await mailing.sent();
    const { hold, queued } = await mailing.report();
    expect({ queued, hold }).toMatchObject({ queued: 1, hold: { reason: 'quiet_hours' } });
    expect(new Date(hold.until).toISOString().slice(11, 16)).toBe(clock(2));
    await app.sql(`update email_campaigns set hold_until = now(), settings = '{}' where campaign_id = $1`, [
      mailing.campaignId,
    ]);
    await deliverDue(app);
    expect(sink.mailsTo(email)).toHaveLength(1);
  });

  it('by the throttle, a few at a time', async () => {
    const emails = Array.from({ length: 5 }, address);
    const mailing = await TestMailing.make(app, emails, { settings: { throttle_per_minute: 12 } });
    await mailing.sent();
    expect(await mailing.report()).toMatchObject({ sent: 1, queued: 4, hold: { reason: 'throttle' } });
    await app.sql(
      `update email_campaigns set hold_until = null, tokens_at = tokens_at - interval '5 seconds' where campaign_id = $1`,
      [mailing.campaignId],
    );
    await deliverDue(app);
    expect(await mailing.report()).toMatchObject({ sent: 2, queued: 3 });
  });

  it('never by settings that make no sense: those are refused', async () => {
    for (const settings of [
      { throttle_per_minute: 0 },
      { frequency_cap: { max: '1', hours: 2 } },
      { quiet_hours: { start: '25:00', end: '07:00' } },
      { quiet_hours: { start: '22:00', end: '07:00', timezone: 'Mars/North' } },
      { track_opens: 'yes' },
    ])
      await expect(TestMailing.make(app, [], { settings })).rejects.toMatchObject({
        code: 'email/settings-invalid',
      });
  });
});

describe('a mailing in the middle', () => {
  it('is paused and resumed, and nobody gets two mails', async () => {
    const emails = Array.from({ length: 40 }, address);
    sink.delayMs = 30;
    const mailing = await TestMailing.make(app, emails);
    await mailing.start();
    while (sink.received.filter(({ to }) => emails.includes(to[0] ?? '')).length < 10)
      await new Promise(setImmediate);
    await mailing.pause();
    await app.drainJobs();
    const paused = await mailing.report();
    expect(paused.state).toBe('paused');
    expect(paused.queued).toBeGreaterThan(0);
    expect(paused.queued + paused.sent + paused.unknown).toBe(40);
    await deliverDue(app);
    expect((await mailing.report()).queued).toBe(paused.queued);
    await mailing.resume();
    await app.drainJobs();
    sink.delayMs = 0;
    expect(await mailing.report()).toMatchObject({ state: 'finished', sent: 40 });
    for (const email of emails) expect(sink.mailsTo(email)).toHaveLength(1);
  });

  it('is stopped, and who was still waiting is skipped', async () => {
    const mailing = await TestMailing.make(app, [address(), address(), address()]);
    expect(await mailing.stop()).toBe(3);
    expect(await mailing.report()).toMatchObject({
      state: 'stopped',
      skipped_by_reason: { campaign_stopped: 3 },
    });
    await expect(mailing.resume()).rejects.toMatchObject({ code: 'email/campaign-not-open' });
    await expect(mailing.start()).rejects.toMatchObject({ kind: 'conflict' });
    expect(await mailing.stop()).toBe(0);
  });

  it('is stopped while very large, and the workers mark the rest', async () => {
    const mailing = await TestMailing.make(app, Array.from({ length: 6_000 }, address));
    expect(await mailing.stop()).toBe(6_000);
    await app.drainJobs();
    expect(await mailing.report()).toMatchObject({
      queued: 0,
      skipped_by_reason: { campaign_stopped: 6_000 },
    });
  });

  it('is paused while it is still being planned, and waits with its start', async () => {
    const mailing = await TestMailing.make(app, [address()]);
    await mailing.pause();
    await mailing.sent();
    expect(await mailing.report()).toMatchObject({ state: 'paused', queued: 1 });
    await mailing.resume();
    await app.drainJobs();
    expect(await mailing.report()).toMatchObject({ state: 'finished', sent: 1 });
  });
});

describe('a worker that has lost its lease', () => {
  const claimed = async () => {
    const email = address();
    const mailing = await TestMailing.make(app, [email]);
    await app.sql(`update email_campaigns set state = 'sending' where campaign_id = $1`, [
      mailing.campaignId,
    ]);
    const [message] = await app.get(ClaimRepository).claim(10);
    return { email, mailing, message: message! };
  };
  const expire = (id: string) =>
    app.sql(`update email_messages set lease_until = now() - interval '1 second' where id = $1`, [id]);

  it('before the mail began to leave: another one sends it, and the first may no longer', async () => {
    const { email, mailing, message } = await claimed();
    await expire(message.id);
    await deliverDue(app);
    expect(sink.mailsTo(email)).toHaveLength(1);
    const steps = app.get(SettleRepository);
    expect(await steps.record([], [message])).toEqual(new Set());
    const { id, attempt } = message;
    await steps.record([{ id, attempt, state: 'failed', response: 'late', bounced: true }], []);
    await steps.record([{ id, attempt, state: 'queued', response: 'late', dueIn: 0 }], []);
    await steps.release([message]);
    expect(await mailing.message(email)).toMatchObject({ state: 'sent', attempt: 2 });
    expect((await mailing.owner.client.get('/api/email/suppressions')).body.data).toEqual([]);
  });

  it('after the mail began to leave: it is unknown, and stays so whatever comes later', async () => {
    const { email, mailing, message } = await claimed();
    const steps = app.get(SettleRepository);
    expect(await steps.record([], [message])).toEqual(new Set([message.id]));
    expect(await steps.record([], [message])).toEqual(new Set());
    await expire(message.id);
    await deliverDue(app);
    expect(await mailing.message(email)).toMatchObject({ state: 'unknown', attempt: 1 });
    const { id, attempt } = message;
    await steps.record([{ id, attempt, state: 'queued', response: 'late', dueIn: 0 }], []);
    expect((await mailing.message(email)).state).toBe('unknown');
    expect(sink.mailsTo(email)).toHaveLength(0);
  });

  it('is never one of two that hold the same message', async () => {
    const mailing = await TestMailing.make(app, Array.from({ length: 50 }, address));
    await app.sql(`update email_campaigns set state = 'sending' where campaign_id = $1`, [
      mailing.campaignId,
    ]);
    const claims = app.get(ClaimRepository);
    const batches = await Promise.all(Array.from({ length: 8 }, () => claims.claim(10)));
    const ids = batches.flat().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    await app
      .get(Database)
      .asService('email.claim', async () => app.get(SettleRepository).release(batches.flat()));
    await mailing.stop();
  });
});
