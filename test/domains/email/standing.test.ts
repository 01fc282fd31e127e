import { randomUUID } from 'node:crypto';
import { Database } from '#platform/database/database';
import { StandingMailings } from '#domains/email/standing/standing-mailings.service';
import { startApp, type TestApp } from '../../support/app.js';
import { MailSink } from '../../platform/channels/mail-sink.js';
import { address, deliverDue, linkIn } from './mailing.js';

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

const PLAN = { key: 'node-1', name: 'Greeting', subject: 'Hi {{ first_name }}', html: '<p>One</p>' };

/** What an owner does with single mails. */
async function sender() {
  const owner = await app.newUser();
  const act = <Result>(work: (mails: StandingMailings) => Promise<Result>): Promise<Result> =>
    app.get(Database).as(owner.id, () => work(app.get(StandingMailings)));
  return { ...owner, act };
}

describe('single mails', () => {
  it('are handed over once, however often their key is posted', async () => {
    const { id, act } = await sender();
    const email = address();
    const mailing = await act((mails) => mails.open(id, PLAN));
    const mail = { to: email, dedupeKey: 'run-1', fields: { first_name: 'Ada', plan: 'gold' } };
    const [first] = await act((mails) => mails.post(id, mailing, [mail]));
    expect(first).toMatchObject({ dedupeKey: 'run-1', already: false, state: 'queued' });
    await app.drainJobs();
    const again = await act((mails) => mails.post(id, mailing, [mail, mail]));
    expect(again.map(({ already, messageId }) => [already, messageId])).toEqual([
      [true, first!.messageId],
      [true, first!.messageId],
    ]);
    await deliverDue(app);
    expect(sink.mailsTo(email).map(({ mail: { subject } }) => subject)).toEqual(['Hi Ada']);
    const [state] = await act((mails) => mails.states(id, [first!.messageId]));
    expect(state).toMatchObject({ state: 'sent', skipReason: null, settledAt: expect.any(String) });
  });

  it('go to one address as often as they have keys', async () => {
    const { id, act } = await sender();
    const email = address();
    const mailing = await act((mails) => mails.open(id, PLAN));
    const keys = ['a', 'b', 'c'];
    await act((mails) =>
      mails.post(
        id,
        mailing,
        keys.map((dedupeKey) => ({ to: email, dedupeKey })),
      ),
    );
    await app.drainJobs();
    expect(sink.mailsTo(email)).toHaveLength(3);
  });

  it('posted at the same moment under one key are one mail', async () => {
    const { id, act } = await sender();
    const email = address();
    const mailing = await act((mails) => mails.open(id, PLAN));
    const posts = Array.from({ length: 8 }, () =>
      act((mails) => mails.post(id, mailing, [{ to: email, dedupeKey: 'same' }])),
    );
    const posted = (await Promise.all(posts)).flat();
    expect(new Set(posted.map(({ messageId }) => messageId)).size).toBe(1);
    expect(posted.filter(({ already }) => !already)).toHaveLength(1);
    await app.drainJobs();
    expect(sink.mailsTo(email)).toHaveLength(1);
  });

  it('keep the words they were posted with', async () => {
    const { id, act } = await sender();
    const [early, late] = [address(), address()];
    const mailing = await act((mails) => mails.open(id, PLAN));
    const dueAt = new Date(Date.now() + 3_600_000);
    await act((mails) => mails.post(id, mailing, [{ to: early, dedupeKey: 'early', dueAt }]));
    const changed = {
      ...PLAN,
      subject: 'Changed',
      html: '<p>Two <a href="https://shop.test/two">go</a></p>',
    };
    expect(await act((mails) => mails.open(id, changed))).toBe(mailing);
    await act((mails) => mails.post(id, mailing, [{ to: late, dedupeKey: 'late' }]));
    await app.drainJobs();
    expect(sink.mailsTo(early)).toEqual([]);
    await app.sql('update email_messages set due_at = now() where email_campaign_id = $1 and state = $2', [
      mailing,
      'queued',
    ]);
    await deliverDue(app);
    const [first, second] = [early, late].map((email) => sink.mailsTo(email)[0]!.mail);
    expect([first!.subject, first!.html]).toEqual([
      'Hi Valued Customer',
      expect.stringContaining('<p>One</p>'),
    ]);
    expect([second!.subject, second!.html]).toEqual(['Changed', expect.stringContaining('Two')]);
    const click = await app.anonymous.get(linkIn(second!.html!, 'c'));
    expect(click.headers.get('location')).toBe('https://shop.test/two');
    const [revisions] = await app.sql<{ count: number }>(
      'select count(*)::int as count from email_contents where email_campaign_id = $1',
      [mailing],
    );
    expect(revisions).toEqual({ count: 2 });
    await act((mails) => mails.open(id, PLAN));
    expect(
      await app.sql('select 1 from email_contents where email_campaign_id = $1', [mailing]),
    ).toHaveLength(2);
  });

  it('exist only if the transaction commits that posts them', async () => {
    const { id, act } = await sender();
    const email = address();
    const mailing = await act((mails) => mails.open(id, PLAN));
    const failing = act((mails) =>
      app.get(Database).transaction(async () => {
        await mails.post(id, mailing, [{ to: email, dedupeKey: 'never' }]);
        throw new Error('undone');
      }),
    );
    await expect(failing).rejects.toThrow('undone');
    await deliverDue(app);
    expect(sink.mailsTo(email)).toEqual([]);
  });

  it('can be taken back until somebody has taken them up', async () => {
    const { id, act } = await sender();
    const email = address();
    const mailing = await act((mails) => mails.open(id, PLAN));
    const dueAt = new Date(Date.now() + 3_600_000);
    const [posted] = await act((mails) => mails.post(id, mailing, [{ to: email, dedupeKey: 'x', dueAt }]));
    expect(await act((mails) => mails.cancel(id, [posted!.messageId]))).toEqual([posted!.messageId]);
    expect(await act((mails) => mails.cancel(id, [posted!.messageId]))).toEqual([]);
    expect(await act((mails) => mails.states(id, [posted!.messageId]))).toMatchObject([
      { state: 'skipped', skipReason: 'cancelled' },
    ]);
  });

  it('of somebody else can be neither posted to, read nor taken back', async () => {
    const { id, act } = await sender();
    const mailing = await act((mails) => mails.open(id, PLAN));
    const dueAt = new Date(Date.now() + 3_600_000);
    const [posted] = await act((mails) =>
      mails.post(id, mailing, [{ to: address(), dedupeKey: 'x', dueAt }]),
    );
    const stranger = await sender();
    const foreign = stranger.act((mails) =>
      mails.post(stranger.id, mailing, [{ to: address(), dedupeKey: 'y' }]),
    );
    await expect(foreign).rejects.toMatchObject({ code: 'email/campaign-not-found' });
    expect(await stranger.act((mails) => mails.states(stranger.id, [posted!.messageId]))).toEqual([]);
    expect(await stranger.act((mails) => mails.cancel(stranger.id, [posted!.messageId]))).toEqual([]);
    expect(await stranger.act((mails) => mails.open(stranger.id, PLAN))).not.toBe(mailing);
  });
});

describe('what holds single mails back', () => {
  const post = async (reason: string, transactional: boolean, dueAt?: Date) => {
    const { id, client, act } = await sender();
    const email = address();
    if (reason === 'lead')
      await client.post('/api/leads', { email, first_name: 'Ada', consent: 'withdrawn' });
    else
      await app.sql(`insert into email_suppressions (created_by, email_norm, reason) values ($1, $2, $3)`, [
        id,
        email,
        reason,
      ]);
    const mailing = await act((mails) => mails.open(id, { ...PLAN, transactional }));
    const [posted] = await act((mails) => mails.post(id, mailing, [{ to: email, dedupeKey: 'x', dueAt }]));
    await app.drainJobs();
    const [state] = await act((mails) => mails.states(id, [posted!.messageId]));
    return { posted: posted!, state: state!, arrived: sink.mailsTo(email).length };
  };

  it.each([
    ['hard_bounce', true, 'suppressed:hard_bounce'],
    ['complaint', true, 'suppressed:complaint'],
    ['manual', true, 'suppressed:manual'],
    ['unsubscribed', false, 'suppressed:unsubscribed'],
    ['consent_withdrawn', false, 'no_consent'],
  ])('%s, also where transactional is %s', async (reason, transactional, told) => {
    const { posted, state, arrived } = await post(reason, transactional);
    expect(posted).toMatchObject({ state: 'skipped', skipReason: told });
    expect({ state: state.state, reason: state.skipReason, arrived }).toEqual({
      state: 'skipped',
      reason: told,
      arrived: 0,
    });
  });

  it.each(['unsubscribed', 'consent_withdrawn', 'lead'])(
    'is not %s, where the recipient has asked for the mail',
    async (reason) => {
      expect(await post(reason, true)).toMatchObject({ state: { state: 'sent' }, arrived: 1 });
    },
  );

  it('is asked when a mail is due, not when it is posted for later', async () => {
    const { posted } = await post('manual', true, new Date(Date.now() + 3_600_000));
    expect(posted).toMatchObject({ state: 'queued', skipReason: null });
  });

  it('is an address that cannot be written to', async () => {
    const { id, act } = await sender();
    const mailing = await act((mails) => mails.open(id, PLAN));
    const [posted] = await act((mails) => mails.post(id, mailing, [{ to: 'a b@c', dedupeKey: 'x' }]));
    expect(posted).toMatchObject({ state: 'skipped', skipReason: 'invalid_address' });
  });

  it('is the frequency cap for marketing, and not for what was asked for', async () => {
    const { id, act } = await sender();
    const email = address();
    const settings = { frequency_cap: { max: 1, hours: 24 } };
    const marketing = await act((mails) => mails.open(id, { ...PLAN, settings }));
    const asked = await act((mails) => mails.open(id, { ...PLAN, key: 'receipt', transactional: true }));
    for (const [mailing, dedupeKey] of [
      [marketing, 'a'],
      [marketing, 'b'],
      [asked, 'c'],
    ] as const) {
      await act((mails) => mails.post(id, mailing, [{ to: email, dedupeKey }]));
      await app.drainJobs();
    }
    expect(sink.mailsTo(email)).toHaveLength(2);
  });

  it('a receipt has no line to unsubscribe under it, a greeting has', async () => {
    const { id, act } = await sender();
    const footers = await Promise.all(
      [true, false].map(async (transactional) => {
        const email = address();
        const mailing = await act((mails) => mails.open(id, { ...PLAN, key: randomUUID(), transactional }));
        await act((mails) => mails.post(id, mailing, [{ to: email, dedupeKey: 'x' }]));
        await app.drainJobs();
        const { mail, raw } = sink.mailsTo(email)[0]!;
        expect(raw).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
        return mail.html!.includes('Unsubscribe');
      }),
    );
    expect(footers).toEqual([false, true]);
  });
});
