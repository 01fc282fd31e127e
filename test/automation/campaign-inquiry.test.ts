import { randomUUID } from 'node:crypto';
import { Jobs } from '#platform/jobs/jobs';
import { EstimateAudienceJob } from '#automation/workflows/estimates/estimate.jobs';
import { linkIn } from '../domains/email/mailing.js';
import { newMarketer } from './marketer.js';
import { api, Stage } from './stage.js';

const stage = new Stage({ MAIL_TESTS_PER_DAY: '5' });

describe('the log of a campaign’s recipients', () => {
  it('is empty for a draft', async () => {
    const { body } = await stage.marketer.client.get(api(await stage.marketer.makeCampaign(), 'recipients'));
    expect(body).toMatchObject({ data: [], next_cursor: null });
  });

  it('tells of everybody what became of the mail and why some got none, in pages, by state and by reason', async () => {
    const leads = await Promise.all(Array.from({ length: 4 }, () => stage.marketer.makeLead()));
    await stage.marketer.withdrawBySql(leads[0]!);
    await stage.marketer.client.post('/api/email/suppressions', {
      email: leads[1]!.email,
      reason: 'complaint',
    });
    const id = await stage.marketer.makeCampaign();
    await stage.launched(id);
    const list = async (query: string) =>
      (await stage.marketer.client.get(api(id, `recipients?${query}`))).body;

    const first = await list('limit=3');
    const second = await list(`limit=3&cursor=${first.next_cursor}`);
    const all = [...first.data, ...second.data] as { email: string; state: string }[];
    expect(second.next_cursor).toBeNull();
    expect(all.map(({ email }) => email).sort()).toEqual(leads.map(({ email }) => email).sort());
    expect((await list('state=sent')).data).toHaveLength(2);
    expect((await list('skip_reason=no_consent')).data).toMatchObject([{ email: leads[0]!.email }]);
    expect((await list('skip_reason=suppressed')).data).toMatchObject([
      { skip_reason: 'suppressed:complaint', reason: 'The address is on the suppression list: complaint.' },
    ]);
    expect((await stage.marketer.client.get(api(id, 'recipients?cursor=%00'))).status).toBe(400);
    expect((await stage.marketer.client.get(api(id, 'recipients?state=gone'))).status).toBe(400);
    expect((await stage.marketer.client.get(api(id, `recipients?skip_reason=a'b`))).status).toBe(400);

    const file = await stage.marketer.client.get(api(id, 'recipients/export?state=skipped'));
    expect(file.headers.get('content-type')).toContain('text/csv');
    const [head, ...lines] = file.text.trim().split('\r\n');
    expect(head).toMatch(/^email,lead_id,state,skip_reason,reason,/);
    expect(lines).toHaveLength(2);
    expect(lines.join()).toContain('suppressed:complaint');
  });

  it('is nobody else’s to read', async () => {
    await stage.marketer.makeLead();
    const id = await stage.marketer.makeCampaign();
    await stage.launched(id);
    const other = await newMarketer(stage.app);
    expect((await other.client.get(api(id, 'recipients'))).status).toBe(404);
    expect((await other.client.get(api(id, 'recipients/export'))).status).toBe(404);
  });
});

describe('the mail of a campaign, written to be looked at', () => {
  const content = {
    email: {
      subject_line: 'Hi {{ first_name }}',
      body: '<p>News for {{ company }}, {{ custom.plan }} {{ nickname }}</p>',
    },
  };
  const render = async (id: string, wish: object) => stage.marketer.client.post(api(id, 'render'), wish);

  it('is that of a lead, with what the lead lacks', async () => {
    const lead = await stage.marketer.makeLead({ company: 'Engines & Sons' });
    const { body } = await render(await stage.marketer.makeCampaign({ content }), { lead_id: lead.id });
    expect(body.data.subject).toBe('Hi Ada');
    expect(body.data.html).toContain('News for Engines &amp; Sons');
    expect(body.data.text).toContain('News for Engines & Sons');
    expect(body.data.preheader).toMatch(/^News for Engines & Sons/);
    expect(body.data.missing_fields).toEqual(['custom.plan', 'nickname']);
    expect(
      await stage.app.sql('select 1 from email_messages where created_by = $1', [stage.marketer.id]),
    ).toEqual([]);
  });

  it('is that of given fields, or of a sample', async () => {
    const id = await stage.marketer.makeCampaign({ content });
    const given = await render(id, { fields: { first_name: '<b>', plan: 'gold', nickname: 'Al' } });
    expect(given.body.data).toMatchObject({ subject: 'Hi <b>', missing_fields: ['company'] });
    expect(given.body.data.html).toContain('gold Al');
    expect((await render(id, {})).body.data.subject).toBe('Hi John');
  });

  it('is none where there is nothing to send, or the lead is somebody else’s', async () => {
    const empty = await render(await stage.marketer.makeCampaign({ content: {} }), {});
    expect([empty.status, empty.body.code]).toEqual([422, 'email/nothing-to-send']);
    const other = await newMarketer(stage.app);
    const lead = await other.makeLead();
    const id = await stage.marketer.makeCampaign({ content });
    expect((await render(id, { lead_id: lead.id })).status).toBe(404);
    expect((await render(id, { variant: 'B' })).body.code).toBe('email/variant-not-found');
    expect((await render(id, { variant: 'Z' })).status).toBe(400);
    expect((await other.client.post(api(id, 'render'), {})).status).toBe(404);
  });
});

describe('a test mail', () => {
  const to = () => `${randomUUID()}@tester.test`;
  const send = (id: string, wish: object) => stage.marketer.client.post(api(id, 'test-send'), wish);

  it('goes to named addresses, is marked as a test, and is in no figures', async () => {
    const id = await stage.marketer.makeCampaign();
    const [one, other] = [to(), to()];
    const { status, body } = await send(id, { to: [one, other], fields: { company: 'Engines' } });
    expect(status).toBe(200);
    expect(body.data).toEqual([
      { email: one, sent: true, response: expect.any(String) },
      { email: other, sent: true, response: expect.any(String) },
    ]);
    const [mail] = stage.sink.mailsTo(one);
    expect(mail?.mail.subject).toBe('[Test] Hi there');
    expect(mail?.raw).toMatch(/^X-Test-Mail: true/im);
    expect(mail?.mail.html).toContain('News for Engines');
    expect(mail?.mail.html).not.toContain('/e/o/');

    const link = linkIn(mail?.mail.html ?? '', 'u');
    expect(
      (
        await stage.app.anonymous.post(link, 'List-Unsubscribe=One-Click', {
          'content-type': 'application/x-www-form-urlencoded',
        })
      ).status,
    ).toBe(404);
    expect((await stage.marketer.client.get('/api/email/suppressions')).body.data).toEqual([]);
    expect((await stage.marketer.client.get(`/api/email/campaigns/${id}/report`)).status).toBe(404);
    expect(
      await stage.app.sql('select 1 from email_messages where created_by = $1', [stage.marketer.id]),
    ).toEqual([]);
  });

  it('has a budget of its own for each day', async () => {
    const id = await stage.marketer.makeCampaign();
    expect((await send(id, { to: [to(), to(), to(), to()] })).status).toBe(200);
    const refused = await send(id, { to: [to(), to()] });
    expect([refused.status, refused.body.code]).toEqual([429, 'email/test-mails-spent']);
    expect(refused.body.error).toContain('only 1');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await send(id, { to: [to()] })).status).toBe(200);
    await stage.app.sql(`update email_test_days set day = day - 1 where created_by = $1`, [
      stage.marketer.id,
    ]);
    expect((await send(id, { to: [to()] })).status).toBe(200);
  });

  it('does not go to who must not be written to, nor to what is no address', async () => {
    const id = await stage.marketer.makeCampaign();
    const email = to();
    await stage.marketer.client.post('/api/email/suppressions', { email, reason: 'complaint' });
    const { body } = await send(id, { to: [email] });
    expect(body.data).toEqual([{ email, sent: false, response: expect.stringContaining('complaint') }]);
    expect(stage.sink.mailsTo(email)).toHaveLength(0);
    for (const wrong of [
      [],
      ['a@b.test\r\nBcc: x@y.test'],
      Array.from({ length: 11 }, to),
      [email, ` ${email.toUpperCase()}`],
      [7],
    ])
      expect((await send(id, { to: wrong })).status).toBe(400);
    expect(
      (await (await newMarketer(stage.app)).client.post(api(id, 'test-send'), { to: [to()] })).status,
    ).toBe(404);
  });
});

describe('the estimate of an audience', () => {
  const path = (id: string) => api(id, 'audience/estimate');

  it('says how many would be mailed, and how many each gate would skip', async () => {
    const leads = await Promise.all(Array.from({ length: 5 }, () => stage.marketer.makeLead()));
    await stage.launched(await stage.campaignFor(leads[4]!));
    await stage.marketer.withdrawBySql(leads[0]!);
    await stage.marketer.client.post('/api/email/suppressions', { email: leads[1]!.email, reason: 'manual' });
    const id = await stage.marketer.makeCampaign({ settings: { frequency_cap: { max: 1, hours: 24 } } });
    expect((await stage.marketer.client.get(path(id))).body.code).toBe('workflows/estimate-not-found');
    const { status, body } = await stage.marketer.client.post(path(id));
    expect(status).toBe(200);
    expect(body.data).toMatchObject({
      campaign_id: id,
      status: 'completed',
      estimated: false,
      audience: 5,
      judged: 5,
      mailable: 2,
      skipped: 3,
      skipped_by_reason: { no_consent: 1, 'suppressed:manual': 1, frequency_cap: 1 },
    });
    await stage.launched(id);
    const report = await stage.marketer.report(id);
    expect(report).toMatchObject({ sent: 2, skipped_by_reason: body.data.skipped_by_reason });
  });

  it('of a large audience is counted in the background, and can be stopped', async () => {
    await stage.app.sql(
      `insert into leads (id, created_by, email, email_norm, first_name, source)
       select gen_random_uuid(), $1::uuid, mail, mail, 'N', 'import'
       from (select 'n' || n || '@many.test' as mail from generate_series(1, 5500) n) named`,
      [stage.marketer.id],
    );
    await stage.app.sql(
      `insert into email_suppressions (created_by, email_norm, reason)
       select created_by, email_norm, 'manual' from leads where created_by = $1 limit 40`,
      [stage.marketer.id],
    );
    const id = await stage.marketer.makeCampaign();
    const asked = await stage.marketer.client.post(path(id));
    expect([asked.status, asked.body.data.status]).toEqual([202, 'queued']);
    await stage.app.drainJobs();
    const { body } = await stage.marketer.client.get(path(id));
    expect(body.data).toMatchObject({
      status: 'completed',
      estimated: false,
      audience: 5_500,
      mailable: 5_460,
      skipped_by_reason: { 'suppressed:manual': 40 },
    });
    expect((await stage.marketer.client.delete(path(id))).body.code).toBe('workflows/estimate-finished');

    const [row] = await stage.app.sql<{ attempt: string }>(
      `update campaign_estimates set status = 'running', finished_at = null where campaign_id = $1 returning attempt`,
      [id],
    );
    expect((await stage.marketer.client.delete(path(id))).body.data.status).toBe('cancelled');
    await stage.app
      .get(Jobs)
      .send(EstimateAudienceJob, { ownerId: stage.marketer.id, campaignId: id, attempt: row!.attempt });
    await stage.app.drainJobs();
    expect((await stage.marketer.client.get(path(id))).body.data.status).toBe('cancelled');
  });

  it('is nobody else’s to ask for', async () => {
    const id = await stage.marketer.makeCampaign();
    await stage.marketer.client.post(path(id));
    const { client } = await newMarketer(stage.app);
    for (const answer of [
      await client.post(path(id)),
      await client.get(path(id)),
      await client.delete(path(id)),
    ])
      expect(answer.status).toBe(404);
  });
});
