import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app.js';
import { MailSink } from '../../platform/channels/mail-sink.js';
import { until } from '../../support/until.js';
import { address, deliverDue, TestMailing } from './mailing.js';

let app: TestApp;
let sink: MailSink;
beforeAll(async () => {
  sink = await MailSink.start();
  app = await startApp({ settings: { SMTP_URL: sink.url, MAIL_FROM: 'The Team <team@sender.test>' } });
});
afterAll(async () => {
  await app.close();
  await sink.stop();
});

describe('a mailing is started', () => {
  it('and every recipient gets one mail of their own', async () => {
    const people = ['Ada', 'Bob', undefined].map((first_name) => ({
      leadId: randomUUID(),
      email: address(),
      merge: { first_name: first_name ?? null, company: 'A & B', custom: { plan: 'gold' } },
    }));
    const mailing = await TestMailing.make(app, people, {
      html: '<p>{{ first_name | default: "you" }} {{ company }} {{ plan }}</p><a href="https://shop.test">x</a>',
      fromName: 'Shop',
      replyTo: 'help@shop.test',
    });
    await mailing.sent();
    const mails = people.map(({ email }) => sink.mailsTo(email));
    expect(mails.map((each) => each.length)).toEqual([1, 1, 1]);
    expect(mails.map(([one]) => one?.mail.subject)).toEqual(['Hi Ada', 'Hi Bob', 'Hi there']);
    expect(mails[2]?.[0]?.mail.html).toContain('<p>you A &amp; B gold</p>');
    expect(mails[0]?.[0]?.mail.text).toContain('Ada A & B gold');
    expect(mails[0]?.[0]?.mail.from).toMatchObject({ name: 'Shop', address: 'team@sender.test' });
    expect(mails[0]?.[0]?.mail.replyTo?.[0]?.address).toBe('help@shop.test');
    expect(await mailing.report()).toMatchObject({
      state: 'finished',
      recipients: 3,
      sent: 3,
      delivered: 3,
      queued: 0,
    });
  });

  it('with the headers a mail service needs to unsubscribe in one click', async () => {
    const email = address();
    await (await TestMailing.make(app, [email])).sent();
    const headers = new Map(sink.mailsTo(email)[0]?.mail.headers.map(({ key, value }) => [key, value]));
    expect(headers.get('list-unsubscribe')).toMatch(/^<http:\/\/links\.test\/e\/u\/[\w-]+>$/);
    expect(headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect(headers.has('precedence')).toBe(false);
  });

  it('and ends once, telling so once', async () => {
    const mailing = await TestMailing.make(app, [address(), address()]);
    await mailing.sent();
    await deliverDue(app);
    const told = await app.sql(
      `select from pgboss.job where name = 'email.campaign-finished' and data ->> 'campaignId' = $1`,
      [mailing.campaignId],
    );
    expect(told).toHaveLength(1);
  });

  it('and ends at once when it has no recipients', async () => {
    const mailing = await TestMailing.make(app, []);
    await mailing.sent();
    expect(await mailing.report()).toMatchObject({ state: 'finished', recipients: 0 });
  });

  it('and an address given twice gets one mail', async () => {
    const email = address();
    const mailing = await TestMailing.make(app, [` ${email} `, email.toUpperCase(), email]);
    await mailing.sent();
    const mails = sink.received.filter(({ to }) => to.some((one) => one.toLowerCase() === email));
    expect(mails.map(({ to }) => to)).toEqual([[email]]);
  });

  it('and an address that could smuggle a header is never written to', async () => {
    const attacks = [
      'a@b.test\r\nBcc: x@evil.test',
      '"x y"@b.test',
      'a@b.test, c@d.test',
      '<a@b.test>',
      'a@b.test\0',
    ];
    const mailing = await TestMailing.make(app, attacks.slice(0, 4));
    await mailing.sent();
    expect(await mailing.report()).toMatchObject({ sent: 0, skipped_by_reason: { invalid_address: 4 } });
  });

  it('while templates that cannot be used are refused before', async () => {
    const wrong = TestMailing.make(app, [], { html: '{{ first_name | nothing }}' });
    await expect(wrong).rejects.toMatchObject({ code: 'email/template-invalid' });
  });

  it('and a campaign cannot open a second one', async () => {
    const mailing = await TestMailing.make(app, []);
    const again = mailing.act((delivery) =>
      delivery.open(mailing.owner.id, { campaignId: mailing.campaignId, name: 'x', html: 'x', settings: {} }),
    );
    await expect(again).rejects.toMatchObject({ code: 'email/already-opened' });
  });
});

describe('the receiving server', () => {
  it('says "later", and gets the mail later, once', async () => {
    const email = address();
    sink.behaviour.set(email, { rcpt: '451 4.7.1 greylisted' });
    const mailing = await TestMailing.make(app, [email, address()]);
    await mailing.sent();
    expect(await mailing.report()).toMatchObject({ state: 'sending', queued: 1, sent: 1 });
    sink.behaviour.delete(email);
    await mailing.nextAttempt();
    expect(sink.mailsTo(email)).toHaveLength(1);
    expect(await mailing.report()).toMatchObject({ state: 'finished', sent: 2 });
  });

  it('says "later" to a mail whose campaign has just been stopped: nobody waits for it any more', async () => {
    const email = address();
    sink.behaviour.set(email, { data: '452 later' });
    sink.delayMs = 300;
    const mailing = await TestMailing.make(app, [email]);
    await mailing.start();
    await until('the server has the whole mail', () => sink.dots.includes(email));
    await mailing.stop();
    sink.delayMs = 0;
    await app.drainJobs();
    await deliverDue(app);
    expect(await mailing.message(email)).toMatchObject({
      state: 'skipped',
      skip_reason: 'campaign_stopped',
    });
  });

  it('says "later" five times, and the mail has failed', async () => {
    const email = address();
    sink.behaviour.set(email, { data: '451 busy' });
    const mailing = await TestMailing.make(app, [email]);
    await mailing.sent();
    for (let attempt = 2; attempt <= 5; attempt++) await mailing.nextAttempt();
    expect(await mailing.message(email)).toMatchObject({ state: 'failed', smtp_code: 451, attempt: 5 });
  });

  it('refuses the address for good, and it is not written to again', async () => {
    const email = address();
    sink.behaviour.set(email, { rcpt: '550 5.1.1 no such user' });
    const mailing = await TestMailing.make(app, [email]);
    await mailing.sent();
    expect(await mailing.report()).toMatchObject({ failed: 1, bounced: 1, state: 'finished' });
    sink.behaviour.delete(email);
    const next = await TestMailing.make(app, [email], {}, mailing.owner);
    await next.sent();
    expect(sink.mailsTo(email)).toHaveLength(0);
    expect(await next.report()).toMatchObject({ skipped_by_reason: { 'suppressed:hard_bounce': 1 } });
  });

  it('drops the line after the mail, which is unknown and not sent again by itself', async () => {
    const email = address();
    sink.behaviour.set(email, 'drop-after-data');
    const mailing = await TestMailing.make(app, [email]);
    await mailing.sent();
    sink.behaviour.delete(email);
    await mailing.nextAttempt();
    expect(sink.mailsTo(email)).toHaveLength(1);
    expect(await mailing.report()).toMatchObject({ unknown: 1, state: 'finished' });
  });

  it('drops the line before the mail, which is then sent', async () => {
    const email = address();
    sink.behaviour.set(email, 'drop-at-rcpt');
    const mailing = await TestMailing.make(app, [email]);
    await mailing.sent();
    expect(await mailing.message(email)).toMatchObject({ state: 'queued', attempt: 1 });
    sink.behaviour.delete(email);
    await mailing.nextAttempt();
    expect(sink.mailsTo(email)).toHaveLength(1);
  });
});

describe('a message whose fate is unknown', () => {
  const unknown = async () => {
    const email = address();
    sink.behaviour.set(email, 'drop-after-data');
    const mailing = await TestMailing.make(app, [email]);
    await mailing.sent();
    sink.behaviour.delete(email);
    return { email, mailing, id: (await mailing.message(email)).id };
  };

  it('is sent again when its owner says so, and that is recorded', async () => {
    const { email, mailing, id } = await unknown();
    const { status, body } = await mailing.owner.client.post(`/api/email/messages/${id}/resend`);
    expect({ status, state: body.data.state }).toEqual({ status: 200, state: 'queued' });
    await app.drainJobs();
    expect(sink.mailsTo(email)).toHaveLength(2);
    expect(await mailing.report()).toMatchObject({ sent: 1, unknown: 0, state: 'finished' });
    expect(
      await app.sql(`select from email_events where message_id = $1 and event_type = 'resent'`, [id]),
    ).toHaveLength(1);
    const again = await mailing.owner.client.post(`/api/email/messages/${id}/resend`);
    expect({ status: again.status, code: again.body.code }).toEqual({
      status: 409,
      code: 'email/message-not-unknown',
    });
  });

  it('is nobody else’s to send', async () => {
    const { mailing, id } = await unknown();
    const stranger = await app.newUser();
    expect((await stranger.client.post(`/api/email/messages/${id}/resend`)).status).toBe(404);
    expect((await stranger.client.get(`/api/email/campaigns/${mailing.campaignId}/report`)).status).toBe(404);
    expect((await stranger.client.get(`/api/email/campaigns/${mailing.campaignId}/recipients`)).status).toBe(
      404,
    );
    expect((await stranger.client.post('/api/email/messages/nonsense/resend')).status).toBe(404);
  });
});

describe('the list of recipients', () => {
  it('comes in pages, can be narrowed to a state, and refuses what it does not know', async () => {
    const bad = address();
    sink.behaviour.set(bad, { rcpt: '550 no' });
    const mailing = await TestMailing.make(app, [...Array.from({ length: 6 }, address), bad]);
    await mailing.sent();
    const path = `/api/email/campaigns/${mailing.campaignId}/recipients`;
    const first = await mailing.owner.client.get(`${path}?limit=4`);
    const second = await mailing.owner.client.get(`${path}?limit=4&cursor=${first.body.next_cursor}`);
    const ids = [...first.body.data, ...second.body.data].map(({ id }: { id: string }) => id);
    expect(new Set(ids).size).toBe(7);
    expect(ids).toEqual([...ids].sort().reverse());
    expect(second.body.next_cursor).toBeNull();
    expect(await mailing.recipients('?state=failed')).toMatchObject([
      { email: bad, state: 'failed', smtp_code: 550 },
    ]);
    for (const wrong of ['?state=x', '?limit=1e2', '?cursor=x', '?limit=101', '?foo=1'])
      expect((await mailing.owner.client.get(path + wrong)).status).toBe(400);
  });
});
