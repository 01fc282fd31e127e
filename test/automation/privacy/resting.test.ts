import { randomUUID } from 'node:crypto';
import { Closing } from '#automation/privacy/deletion/closing';
import { TestMailing } from '../../domains/email/mailing.js';
import { MailSink } from '../../platform/channels/mail-sink.js';
import { startApp, type TestApp } from '../../support/app.js';
import { until } from '../../support/until.js';
import { type Lead, type Marketer, newMarketer } from '../marketer.js';

let app: TestApp;
let sink: MailSink;
beforeAll(async () => {
  sink = await MailSink.start();
  app = await startApp({ roles: 'web,worker,clock', settings: { SMTP_URL: sink.url } });
});
afterAll(async () => {
  await app.close();
  await sink.stop();
});

const mailed = (marketer: Marketer, ...leads: Lead[]) =>
  TestMailing.make(
    app,
    leads.map(({ id, email }) => ({ leadId: id, email, merge: {} })),
    {},
    marketer,
  );

/** A schedule that is due now, of a kind that nobody does: that it was fired is written down all the same. */
const schedule = ({ id }: Marketer) =>
  app.sql(
    `insert into scheduled_jobs (id, user_id, job_id, job_type, trigger, next_due_at)
     values ($1, $2, 'any', 'nothing', '{"type": "date", "at": "2026-01-01T00:00:00Z"}', now())`,
    [randomUUID(), id],
  );
const fired = async ({ id }: Marketer) =>
  (await app.sql('select from job_execution_logs where user_id = $1', [id])).length;

describe('an account that is to be deleted', () => {
  it('sends nothing and fires nothing, until the deletion is undone', async () => {
    const [resting, other] = [await newMarketer(app), await newMarketer(app)];
    const [lead, theirs] = [await resting.makeLead(), await other.makeLead()];
    expect((await resting.client.post('/api/privacy/deletion', { confirmation: 'DELETE' })).status).toBe(202);
    const mailings = [await mailed(resting, lead), await mailed(other, theirs)] as const;
    await schedule(resting);
    await schedule(other);
    await mailings[1].sent();
    await until('the schedule of the other was fired', async () => (await fired(other)) === 1);
    expect(sink.mailsTo(theirs.email)).toHaveLength(1);
    expect([sink.mailsTo(lead.email), await fired(resting)]).toEqual([[], 0]);

    expect((await resting.client.delete('/api/privacy/deletion')).status).toBe(200);
    await mailings[0].sent();
    expect(sink.mailsTo(lead.email)).toHaveLength(1);
    await until('its own schedule was fired', async () => (await fired(resting)) === 1);
  });

  it('is deleted when its days of grace are over', async () => {
    const { id, client } = await newMarketer(app);
    expect(
      (await client.post('/api/privacy/deletion', { grace_days: 1, confirmation: 'DELETE' })).status,
    ).toBe(202);
    await app.get(Closing).closeDue(10);
    expect((await client.get('/api/privacy/deletion')).status).toBe(200);
    await app.sql(`update app.account_closures set erase_at = now() where user_id = $1`, [id]);
    await app.get(Closing).closeDue(10);
    expect((await client.get('/api/privacy/deletion')).status).toBe(401);
    await until(
      'nothing of it is left',
      async () => (await app.sql('select from app.account_closures where user_id = $1', [id])).length === 0,
    );
    expect(await app.sql('select from data_deletion_requests where user_id = $1', [id])).toEqual([]);
  });
});

describe('a person who was erased', () => {
  const erase = (marketer: Marketer, email: string, mode = 'delete') =>
    marketer.client.post('/api/privacy/erase-person', { email, mode });

  it('is never written to again, though imported anew, until they agree themselves', async () => {
    const [marketer, other] = [await newMarketer(app), await newMarketer(app)];
    const lead = await marketer.makeLead();
    expect((await erase(marketer, lead.email.toUpperCase())).status).toBe(202);
    const again = await marketer.client.post('/api/leads', {
      first_name: 'Back',
      email: lead.email,
      source: 'import',
      consent: 'granted',
    });
    expect(again.status).toBe(201);
    const mailing = await mailed(marketer, { ...lead, id: again.body.data.id });
    await mailing.sent();
    expect(await mailing.report()).toMatchObject({
      sent: 0,
      skipped: 1,
      skipped_by_reason: { no_consent: 1 },
    });
    expect(sink.mailsTo(lead.email)).toEqual([]);
    // Another owner never erased them.
    const known = { ...(await other.makeLead()), email: lead.email };
    await (await mailed(other, known)).sent();
    expect(sink.mailsTo(lead.email)).toHaveLength(1);
  });

  it('is also who was deleted and then forgotten for good', async () => {
    const marketer = await newMarketer(app);
    const lead = await marketer.makeLead();
    await marketer.client.delete(`/api/leads/${lead.id}`);
    expect((await marketer.client.delete(`/api/leads/removed/${lead.id}`)).status).toBe(200);
    const mailing = await mailed(marketer, {
      ...(await marketer.makeLead({ email: lead.email })),
      email: lead.email,
    });
    await mailing.sent();
    const [row] = await app.sql(`select count(*)::int as known from erased_addresses where created_by = $1`, [
      marketer.id,
    ]);
    expect(row).toEqual({ known: 1 });
    expect(sink.mailsTo(lead.email)).toEqual([]);
  });

  it('is anonymised where figures are to stay: leads and mails count, and say nothing of them', async () => {
    const marketer = await newMarketer(app);
    const lead = await marketer.makeLead();
    await (await mailed(marketer, lead)).sent();
    const { body } = await erase(marketer, lead.email, 'anonymise');
    expect(body.data.counts).toMatchObject({ 'public.leads': 1, 'public.email_messages': 1 });
    const [row] = await app.sql(
      `select leads.*, m.state, m.email as mailed_to from leads join email_messages m on m.lead_id = leads.id where leads.id = $1`,
      [lead.id],
    );
    expect(row).toMatchObject({ first_name: null, email: null, consent: 'withdrawn', state: 'sent' });
    expect(JSON.stringify(row)).not.toContain(lead.email);
  });
});
