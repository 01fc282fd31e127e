import { ClaimRepository } from '#domains/email/delivery/claim.repository';
import { SettleRepository } from '#domains/email/delivery/settle.repository';
import { Database } from '#platform/database/database';
import { address, TestMailing } from '../domains/email/mailing.js';
import { importing } from '../domains/leads/imports.makers.js';
import { MailSink } from '../platform/channels/mail-sink.js';
import { startApp, type TestApp } from '../support/app.js';
import { onEmbedded } from '../support/where.js';
import { describeDeleted } from './deleted-leads.stories.js';
import { type Lead, type Marketer, newMarketer } from './marketer.js';

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

let marketer: Marketer;
beforeEach(async () => {
  marketer = await newMarketer(app);
});

const withdraw = (lead: Lead, whose = marketer) =>
  whose.client.put(`/api/leads/${lead.id}`, { consent: 'withdrawn' });
const planned = (...leads: Lead[]) =>
  TestMailing.make(
    app,
    leads.map(({ id, email }) => ({ leadId: id, email, merge: {} })),
    {},
    marketer,
  );
const suppressions = async () => (await marketer.client.get('/api/email/suppressions')).body.data;

describe('who withdraws consent while a mail to them is waiting', () => {
  const isSkipped = async (how: (lead: Lead) => Promise<unknown>) => {
    const [lead, other] = [await marketer.makeLead(), await marketer.makeLead()];
    const mailing = await planned(lead, other);
    await how(lead);
    await mailing.sent();
    expect(await mailing.report()).toMatchObject({
      state: 'finished',
      sent: 1,
      skipped: 1,
      skipped_by_reason: { no_consent: 1 },
    });
    expect(sink.mailsTo(lead.email)).toEqual([]);
    expect(sink.mailsTo(other.email)).toHaveLength(1);
  };

  it('is not written to when the marketer noted it', () =>
    isSkipped(async (lead) => expect((await withdraw(lead)).status).toBe(200)));

  it('is not written to when a file said so', () =>
    isSkipped((lead) => importing(app, `email,consent\n${lead.email},no\n`, '', marketer)));

  it('is not written to when it was written by SQL as the owner', () =>
    isSkipped(({ id }) =>
      app.get(Database).as(marketer.id, () =>
        app.get(Database).execute({
          sql: `update leads set consent = 'withdrawn' where id = $1`,
          parameters: [id],
        }),
      ),
    ));

  onEmbedded('is not written to when a front end wrote it at /rest/v1', () =>
    isSkipped(async ({ id }) => {
      const { status } = await marketer.client.patch(`/rest/v1/leads?id=eq.${id}`, { consent: 'withdrawn' });
      expect(status).toBeLessThan(300);
    }),
  );

  it('is not written to even when the suppression was deleted', () =>
    isSkipped(async (lead) => {
      await withdraw(lead);
      await app.drainJobs();
      expect(await suppressions()).toMatchObject([{ email: lead.email, reason: 'consent_withdrawn' }]);
      const removed = await marketer.client.delete(
        `/api/email/suppressions?email=${encodeURIComponent(lead.email)}`,
      );
      expect(removed.status).toBe(200);
    }));

  it('is not written to under an address the lead has left', () =>
    isSkipped(async ({ id }) => {
      await marketer.client.put(`/api/leads/${id}`, { email: address() });
      await marketer.withdrawBySql({ id });
    }));

  it('is told as without consent, whatever else stands against the mail', () =>
    isSkipped(async (lead) => {
      await marketer.client.post('/api/email/suppressions', { email: lead.email, reason: 'manual' });
      await marketer.withdrawBySql(lead);
    }));

  it('is not written to after the lead has been deleted', () =>
    isSkipped(async (lead) => {
      await marketer.withdrawBySql(lead);
      expect((await marketer.client.delete(`/api/leads/${lead.id}`)).status).toBe(200);
      await app.drainJobs();
    }));

  it('is written to again once consent has been given again', async () => {
    const lead = await marketer.makeLead();
    const mailing = await planned(lead);
    await marketer.withdrawBySql(lead);
    await marketer.client.put(`/api/leads/${lead.id}`, { consent: 'granted' });
    await mailing.sent();
    expect(sink.mailsTo(lead.email)).toHaveLength(1);
  });

  it('between the gates and the first byte is caught by the suppression', async () => {
    const lead = await marketer.makeLead();
    const mailing = await planned(lead);
    await app.sql(`update email_campaigns set state = 'sending' where campaign_id = $1`, [
      mailing.campaignId,
    ]);
    const [claimed] = await app.get(ClaimRepository).claim(10);
    await withdraw(lead);
    await app.drainJobs();
    expect(await app.get(SettleRepository).record([], [claimed!])).toEqual(new Set());
    await app.get(SettleRepository).release([claimed!]);
    expect(await mailing.message(lead.email)).toMatchObject({ state: 'skipped', skip_reason: 'no_consent' });
  });
});

describeDeleted(() => ({ app, sink, marketer }));

describe('consent', () => {
  it('is asked by address for recipients that were not taken from a lead; who is no lead may be written to', async () => {
    const lead = await marketer.makeLead();
    await marketer.withdrawBySql(lead);
    const [shouted, nobody] = [lead.email.toUpperCase(), address()];
    const mailing = await TestMailing.make(app, [shouted, nobody], {}, marketer);
    await mailing.sent();
    expect(await mailing.report()).toMatchObject({ sent: 1, skipped_by_reason: { no_consent: 1 } });
    expect(sink.mailsTo(nobody)).toHaveLength(1);
  });

  it('withdrawn from another owner does not matter, not even when their lead is named', async () => {
    const stranger = await newMarketer(app);
    const lead = await marketer.makeLead();
    const theirs = await stranger.makeLead({ email: lead.email });
    await withdraw({ ...lead, id: theirs.id }, stranger);
    const named = { id: theirs.id, email: address() };
    const mailing = await planned(lead, named);
    await mailing.sent();
    expect(await mailing.report()).toMatchObject({ sent: 2, skipped: 0 });
    expect(sink.mailsTo(lead.email)).toHaveLength(1);
  });

  it('is asked for mailings of several owners at once, and each keeps its own', async () => {
    const other = await newMarketer(app);
    const lead = await marketer.makeLead();
    const same = await other.makeLead({ email: lead.email });
    const mailings = [
      await planned(lead),
      await TestMailing.make(app, [{ leadId: same.id, email: lead.email, merge: {} }], {}, other),
    ];
    await marketer.withdrawBySql(lead);
    await app.sql(
      `update email_campaigns set state = 'sending', planned = true where campaign_id = any ($1)`,
      [mailings.map(({ campaignId }) => campaignId)],
    );
    await mailings[0]!.nextAttempt();
    expect(await mailings[0]!.report()).toMatchObject({ sent: 0, skipped_by_reason: { no_consent: 1 } });
    expect(await mailings[1]!.report()).toMatchObject({ sent: 1, skipped: 0 });
  });

  it('missing from very many in a row does not keep the others waiting', async () => {
    const leads = Array.from({ length: 70 }, () => ({ email: address() }));
    await importing(app, `email\n${leads.map(({ email }) => email).join('\n')}\n`, '', marketer);
    const last = address();
    const mailing = await TestMailing.make(app, [...leads.map(({ email }) => email), last], {}, marketer);
    await app.sql(
      `update email_messages set due_at = now() - interval '1 hour' where campaign_id = $1 and email <> $2`,
      [mailing.campaignId, last],
    );
    await app.sql(`update leads set consent = 'withdrawn' where created_by = $1`, [marketer.id]);
    await mailing.sent();
    expect(await mailing.report()).toMatchObject({
      queued: 0,
      sent: 1,
      skipped_by_reason: { no_consent: 70 },
    });
  });
});

describe('a mail is not sent again by hand', () => {
  const unknown = async () => {
    const lead = await marketer.makeLead();
    sink.behaviour.set(lead.email, 'drop-after-data');
    const mailing = await planned(lead);
    await mailing.sent();
    sink.behaviour.delete(lead.email);
    const { id, state } = await mailing.message(lead.email);
    expect(state).toBe('unknown');
    const resend = async () => {
      const { status, body } = await marketer.client.post(`/api/email/messages/${id}/resend`);
      return [status, body.code, body.error];
    };
    return { lead, mailing, resend };
  };

  it('to who has withdrawn consent since; it stays unknown', async () => {
    const { lead, mailing, resend } = await unknown();
    await marketer.withdrawBySql(lead);
    expect(await resend()).toEqual([
      409,
      'email/no-consent',
      `${lead.email} has withdrawn consent and is not written to any more.`,
    ]);
    expect((await mailing.message(lead.email)).state).toBe('unknown');
  });

  it.each([
    ['consent_withdrawn', 'email/no-consent'],
    ['manual', 'email/suppressed'],
  ])('to who was suppressed since as %s', async (reason, code) => {
    const { lead, mailing, resend } = await unknown();
    await marketer.client.post('/api/email/suppressions', { email: lead.email, reason });
    expect(await resend()).toEqual([409, code, expect.stringContaining(lead.email)]);
    expect((await mailing.message(lead.email)).state).toBe('unknown');
  });

  it('to who was skipped for want of consent', async () => {
    const lead = await marketer.makeLead();
    const mailing = await planned(lead);
    await marketer.withdrawBySql(lead);
    await mailing.sent();
    const { id } = await mailing.message(lead.email);
    const { status, body } = await marketer.client.post(`/api/email/messages/${id}/resend`);
    expect([status, body.code]).toEqual([409, 'email/message-not-unknown']);
    expect(body.error).toContain('this one is skipped (no_consent)');
  });
});
