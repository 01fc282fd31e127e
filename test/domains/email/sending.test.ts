import { randomUUID } from 'node:crypto';
import { spyOn } from 'jest-mock';
import { ClaimRepository } from '#domains/email/delivery/claim.repository';
import { HoldRepository } from '#domains/email/delivery/hold.repository';
import { until } from '../../support/until.js';
import { address, deliverDue, TestMailing } from './mailing.js';
import { SendingStage } from './sending-stage.js';

let stage: SendingStage;
beforeAll(async () => {
  stage = await SendingStage.open();
});
afterEach(() => stage.provider.clear());

const mailingOf = async (
  owner: Awaited<ReturnType<typeof stage.app.newUser>>,
  emails: string[],
  plan = {},
) => {
  const mailing = await TestMailing.make(stage.app, emails, plan, owner);
  await mailing.sent();
  return mailing;
};
const transportOf = async (id: string) =>
  (
    await stage.app.sql<{ transport: string; provider_id: string | null }>(
      'select transport, provider_id from email_messages where id = $1',
      [id],
    )
  )[0];

describe('an owner’s mail', () => {
  it('goes by the platform’s server without a transport of their own', async () => {
    const owner = await stage.app.newUser();
    const email = address();
    const mailing = await mailingOf(owner, [email]);
    expect(stage.sink.mailsTo(email)).toHaveLength(1);
    expect(await transportOf((await mailing.message(email)).id)).toMatchObject({ transport: 'platform' });
  });

  it('goes by their own transport once there is one, and nobody else’s does', async () => {
    const owner = await stage.app.newUser();
    const id = await stage.transport(owner, 'smtp');
    const [email, other] = [address(), address()];
    const mailing = await mailingOf(owner, [email]);
    await mailingOf(await stage.app.newUser(), [other]);
    expect([stage.theirs.mailsTo(email).length, stage.sink.mailsTo(email).length]).toEqual([1, 0]);
    expect(stage.sink.mailsTo(other)).toHaveLength(1);
    expect(await transportOf((await mailing.message(email)).id)).toMatchObject({ transport: id });
  });

  it('goes by a provider, whose id for it is kept', async () => {
    const owner = await stage.app.newUser();
    await stage.transport(owner, 'postmark');
    stage.provider.will({ status: 200, body: { ErrorCode: 0, MessageID: 'pm-77' } });
    const email = address();
    const mailing = await mailingOf(owner, [email]);
    expect(await mailing.report()).toMatchObject({ sent: 1 });
    expect(await transportOf((await mailing.message(email)).id)).toMatchObject({ provider_id: 'pm-77' });
    expect(stage.provider.last.headers['x-postmark-server-token']).toBe('s3cret');
  });

  it('takes the next way when it was certainly not accepted, and never when it may have been', async () => {
    const owner = await stage.app.newUser();
    const [first, second] = [await stage.transport(owner, 'sendgrid'), await stage.transport(owner, 'smtp')];
    await stage.route(owner, [first, second]);
    stage.provider.will({ status: 401, body: {} }, { status: 500, body: 'oops' }, { ending: 'reset' });
    const emails = [address(), address(), address()];
    for (const email of emails) {
      const mailing = await mailingOf(owner, [email]);
      expect(await mailing.report()).toMatchObject(
        email === emails[0] ? { sent: 1 } : { unknown: 1, sent: 0 },
      );
    }
    expect(emails.map((email) => stage.theirs.mailsTo(email).length)).toEqual([1, 0, 0]);
  });

  it('of unknown fate is asked about again where the provider knows it by its id', async () => {
    const owner = await stage.app.newUser();
    await stage.transport(owner, 'resend');
    stage.provider.will({ ending: 'reset' }, { status: 200, body: { id: 're-1' } });
    const mailing = await mailingOf(owner, [address()]);
    expect(await mailing.report()).toMatchObject({ sent: 1, unknown: 0 });
    const [one, other] = stage.provider.requests;
    expect(one?.headers['idempotency-key']).toBe(other?.headers['idempotency-key']);
    expect(one?.body).toEqual(other?.body);
  });

  it('of unknown fate stays so when the provider cannot be asked again', async () => {
    const owner = await stage.app.newUser();
    await stage.transport(owner, 'resend');
    await stage.route(owner, [(await owner.client.get('/api/email/transports')).body.data[0].id, 'platform']);
    stage.provider.will({ ending: 'reset' }, { status: 429, body: {} }, { status: 429, body: {} });
    const email = address();
    const mailing = await mailingOf(owner, [email]);
    expect(await mailing.report()).toMatchObject({ unknown: 1, sent: 0 });
    expect(stage.sink.mailsTo(email)).toHaveLength(0);
  });

  it('goes by rule: by recipient, by campaign and by what kind of mail it is', async () => {
    const owner = await stage.app.newUser();
    const own = await stage.transport(owner, 'smtp');
    await stage.route(owner, [own], { recipient_domain: 'special.test', position: 1 });
    await stage.route(owner, ['platform'], { position: 2 });
    const [special, below, usual] = [
      `${randomUUID()}@special.test`,
      `${randomUUID()}@eu.special.test`,
      address(),
    ];
    await mailingOf(owner, [special, below, usual]);
    expect([special, below, usual].map((email) => stage.theirs.mailsTo(email).length)).toEqual([1, 1, 0]);
    expect(stage.sink.mailsTo(usual)).toHaveLength(1);
  });

  it('waits while a provider wants to be left alone, and its report says so', async () => {
    const owner = await stage.app.newUser();
    await stage.transport(owner, 'brevo');
    const later = { status: 429, headers: { 'retry-after': '60' }, body: {} };
    stage.provider.will(later, later);
    const mailing = await mailingOf(owner, [address(), address()]);
    await mailing.nextAttempt();
    const { queued, hold } = await mailing.report();
    expect({ queued, reason: hold?.reason }).toEqual({ queued: 2, reason: 'transport' });
    expect(stage.provider.requests.length).toBeLessThanOrEqual(2);
  });
});

describe('a limit', () => {
  it('of a transport for a day lets so many pass, and the rest waits for the next', async () => {
    const owner = await stage.app.newUser();
    await stage.transport(owner, 'smtp', { per_day: 3 });
    const mailing = await mailingOf(owner, Array.from({ length: 5 }, address));
    const { sent, queued, hold } = await mailing.report();
    expect({ sent, queued, reason: hold.reason }).toEqual({ sent: 3, queued: 2, reason: 'daily_limit' });
    expect(new Date(hold.until).toISOString()).toMatch(/T00:00:00/);
  });

  it('of a transport for a day lets the rest take the next way', async () => {
    const owner = await stage.app.newUser();
    const own = await stage.transport(owner, 'smtp', { per_day: 2 });
    await stage.route(owner, [own, 'platform']);
    const emails = Array.from({ length: 5 }, address);
    const mailing = await mailingOf(owner, emails);
    expect(await mailing.report()).toMatchObject({ sent: 5 });
    expect(emails.filter((email) => stage.theirs.mailsTo(email).length === 1)).toHaveLength(2);
  });

  it('of an identity for a minute lets them pass a few at a time', async () => {
    const owner = await stage.app.newUser();
    await stage.identity(owner, 'news@shop.test', { per_minute: 12 });
    const mailing = await mailingOf(owner, Array.from({ length: 4 }, address), {
      fromEmail: 'news@shop.test',
    });
    expect(await mailing.report()).toMatchObject({ sent: 1, queued: 3, hold: { reason: 'throttle' } });
  });

  it('of a day holds every mailing it stops, and none of their mails is taken up again and again', async () => {
    const owner = await stage.app.newUser();
    await stage.identity(owner, 'daily@shop.test', { per_day: 1 });
    const mailings = [];
    for (let made = 0; made < 2; made++) {
      const emails = Array.from({ length: 120 }, address);
      mailings.push(await TestMailing.make(stage.app, emails, { fromEmail: 'daily@shop.test' }, owner));
    }
    for (const mailing of mailings) await mailing.start();
    await deliverDue(stage.app);
    for (const mailing of mailings)
      expect(await mailing.report()).toMatchObject({ state: 'sending', hold: { reason: 'daily_limit' } });
    const [taken] = await stage.app.sql<{ most: number }>(
      'select max(attempt)::integer as most from email_messages where created_by = $1',
      [owner.id],
    );
    expect(taken?.most).toBeLessThanOrEqual(3);
  });

  it('that is found while others claim is not forgotten by them', async () => {
    const owner = await stage.app.newUser();
    for (let made = 0; made < 2; made++)
      await (await TestMailing.make(stage.app, [address(), address()], {}, owner)).start();
    const ids = await stage.app.sql<{ id: string }>('select id from email_campaigns where created_by = $1', [
      owner.id,
    ]);
    const claims = stage.app.get(ClaimRepository);
    const inside = claims as unknown as { quotas: (...asked: unknown[]) => Promise<unknown> };
    const quotas = inside.quotas.bind(claims);
    // What lanes do meanwhile: the mailings have been read, and are held before the claim writes down what it knows of them.
    const meanwhile = spyOn(inside, 'quotas').mockImplementation(async (...asked) => {
      const tomorrow = new Date(Date.now() + 86_400_000);
      for (const { id } of ids) await stage.app.get(HoldRepository).hold(id, 'daily_limit', tomorrow);
      return quotas(...asked);
    });
    await claims.claim(2).finally(() => meanwhile.mockRestore());
    const held = await stage.app.sql<{ hold_reason: string | null }>(
      'select hold_reason from email_campaigns where created_by = $1 and hold_until > now()',
      [owner.id],
    );
    expect(held.map(({ hold_reason }) => hold_reason)).toEqual(['daily_limit', 'daily_limit']);
  });

  it('of a warm-up is that of its day', async () => {
    const owner = await stage.app.newUser();
    const from = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const warm_up = { from, start: 1, growth: 2, target: 1_000 };
    const { id } = await stage.identity(owner, 'new@shop.test', { warm_up });
    const mailing = await mailingOf(owner, Array.from({ length: 4 }, address), {
      fromEmail: 'new@shop.test',
    });
    expect(await mailing.report()).toMatchObject({ sent: 2, queued: 2, hold: { reason: 'daily_limit' } });
    const { body } = await owner.client.get(`/api/email/identities/${id}/warm-up`);
    expect(body.data.days.slice(0, 3).map(({ mails }: { mails: number }) => mails)).toEqual([1, 2, 4]);
    await stage.app.sql(`update email_allowances set used_on = used_on - 1 where subject_id = $1`, [id]);
    await owner.client.put(`/api/email/identities/${id}`, { warm_up: null });
    await until('the process looks again', async () => {
      await deliverDue(stage.app);
      return (await mailing.report()).sent === 4;
    });
  });
});
