import { randomUUID } from 'node:crypto';
import { spyOn } from 'jest-mock';
import { Settings } from '#platform/config/settings';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { address, deliverDue, TestMailing } from './mailing.js';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp();
});
afterAll(() => app.close());

const WORDS = { subject: 'Order {{ order }}', body: '<p>Thanks, {{ first_name }}</p>' };
const outbox = async (id: string) => (await app.anonymous.get(`/dev/outbox/${id}`)).text;

describe('sending a mail', () => {
  it('keeps it, hands it over and tells what became of it', async () => {
    const { client } = await app.newUser();
    const to = address();
    const fields = { first_name: 'Ada', order: '4711' };
    const { status, body } = await client.post('/api/email/send', { ...WORDS, to, fields });
    expect({ status, body }).toMatchObject({
      status: 202,
      body: {
        status: 'success',
        message: 'Email queued for sending',
        email_id: expect.any(String),
        queued: 1,
        skipped: 0,
        emails: [{ to, status: 'queued', reason: null, already: false }],
      },
    });
    await app.drainJobs();
    const message = await client.get(`/api/email/messages/${body.email_id}`);
    expect(message.body.data).toMatchObject({
      email: to,
      state: 'sent',
      transactional: true,
      campaign_id: null,
    });
    expect(await outbox(body.email_id)).toContain('Order 4711');
  });

  it('goes to each of several alone, to one address once, and tells who is not written to', async () => {
    const { client } = await app.newUser();
    const [one, banned, gone] = [address(), address(), address()];
    await client.post('/api/email/suppressions', { email: banned, reason: 'complaint' });
    await client.post('/api/email/suppressions', { email: gone, reason: 'unsubscribed' });
    const to = [one, one.toUpperCase(), banned, gone];
    const { body } = await client.post('/api/email/send', { ...WORDS, to });
    expect(
      body.emails.map(({ status, reason }: { status: string; reason: string }) => [status, reason]),
    ).toEqual([
      ['queued', null],
      ['skipped', 'suppressed:complaint'],
      ['queued', null],
    ]);
    const marketing = await client.post('/api/email/send', { ...WORDS, to: gone, category: 'marketing' });
    expect(marketing.body).toMatchObject({
      message: 'No email is sent: nobody may be written to',
      emails: [{ status: 'skipped', reason: 'suppressed:unsubscribed' }],
    });
    const skipped = await client.get(`/api/email/messages/${body.emails[1].email_id}`);
    expect(skipped.body.data).toMatchObject({ state: 'skipped', skip_reason: 'suppressed:complaint' });
  });

  it('under one Idempotency-Key is one mail, also when the stored answer is lost', async () => {
    const { client, id } = await app.newUser();
    const key = { 'idempotency-key': randomUUID() };
    const wish = { ...WORDS, to: address() };
    const first = await client.post('/api/email/send', wish, key);
    const again = await client.post('/api/email/send', wish, key);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.body).toEqual(first.body);
    expect((await client.post('/api/email/send', { ...wish, subject: 'Other' }, key)).status).toBe(422);
    await app.sql('delete from app.idempotency_keys where key = $1', [key['idempotency-key']]);
    const late = await client.post('/api/email/send', wish, key);
    expect(late.body.emails).toEqual([{ ...first.body.emails[0], already: true }]);
    const rows = await app.sql('select 1 from email_messages where created_by = $1', [id]);
    expect(rows).toHaveLength(1);
    await client.post('/api/email/send', wish);
    expect(await app.sql('select 1 from email_messages where created_by = $1', [id])).toHaveLength(2);
  });

  it('can be planned and taken back, until it is handed over', async () => {
    const { client } = await app.newUser();
    const scheduled_at = new Date(Date.now() + 3_600_000).toISOString();
    const { body } = await client.post('/api/email/send', { ...WORDS, to: address(), scheduled_at });
    expect(body.scheduled_at).toBe(scheduled_at);
    await deliverDue(app);
    const path = `/api/email/messages/${body.email_id}`;
    expect((await client.get(path)).body.data.state).toBe('queued');
    expect((await client.post(`${path}/cancel`, {})).body.data).toMatchObject({
      state: 'skipped',
      skip_reason: 'cancelled',
    });
    expect((await client.post(`${path}/cancel`, {})).body.code).toBe('email/message-not-waiting');
    const sent = await client.post('/api/email/send', { ...WORDS, to: address() });
    await app.drainJobs();
    expect((await client.post(`/api/email/messages/${sent.body.email_id}/cancel`, {})).status).toBe(409);
  });

  it('is refused for what is no address, no mail or no template', async () => {
    const { client } = await app.newUser();
    const injected = [
      'a@b.test\r\nBcc: c@d.test',
      'a@b.test, c@d.test',
      '<a@b.test>',
      '',
      [],
      ['x'],
      null,
      5,
      {},
    ];
    for (const to of [...injected, Array(101).fill('a@b.test')])
      expect((await client.post('/api/email/send', { ...WORDS, to })).status).toBe(400);
    const to = address();
    const refused = async (wish: object) => {
      const { status, body } = await client.post('/api/email/send', { to, ...wish });
      return [status, body.code];
    };
    expect(await refused({ subject: 'x' })).toEqual([422, 'email/without-words']);
    expect(await refused({ template_id: 'nobody' })).toEqual([404, 'email/template-not-found']);
    expect(await refused({ template_id: 'welcome', template_version: 2 })).toEqual([
      404,
      'email/template-version-not-found',
    ]);
    expect(await refused({ subject: 'x', body: '{{ a | b }}' })).toEqual([422, 'email/template-invalid']);
    expect(await refused({ ...WORDS, strict: true, fields: { first_name: 'Ada' } })).toEqual([
      422,
      'email/fields-missing',
    ]);
    expect((await client.post('/api/email/send', { ...WORDS, to, scheduled_at: 'tomorrow' })).status).toBe(
      400,
    );
    expect((await app.anonymous.post('/api/email/send', { ...WORDS, to })).status).toBe(401);
  });

  it('answers 503 with the setting that is missing, where nothing can send', async () => {
    const { client } = await app.newUser();
    const production = spyOn(Settings.prototype, 'isProduction', 'get').mockReturnValue(true);
    try {
      const { status, body } = await client.post('/api/email/send', { ...WORDS, to: address() });
      expect([status, body.code, body.error]).toEqual([
        503,
        'email/not-configured',
        expect.stringContaining('SMTP_URL'),
      ]);
      const provider = { name: 'Ours', provider: 'resend', secret: 're_1' };
      const transport = (await client.post('/api/email/transports', provider)).body.data.id;
      const scheduled_at = new Date(Date.now() + 3_600_000).toISOString();
      const wish = { ...WORDS, to: [address(), 'a@elsewhere.test'], scheduled_at };
      expect((await client.post('/api/email/send', wish)).status).toBe(202);
      const filled = { template_id: 'welcome', recipient_data: { email: address() }, scheduled_at };
      const { body: queued } = await client.post('/api/email/send/personalized', filled);
      expect(queued.provider).toBe('resend');
      const rule = { recipient_domain: 'elsewhere.test', transports: ['platform'] };
      await client.post('/api/email/routes', rule);
      expect((await client.post('/api/email/send', wish)).body.code).toBe('email/not-configured');
      await client.put(`/api/email/transports/${transport}`, { active: false });
      expect((await client.post('/api/email/send', { ...wish, to: address() })).status).toBe(503);
      const stranger = await app.newUser();
      expect((await stranger.client.post('/api/email/send', { ...wish, to: address() })).status).toBe(503);
    } finally {
      production.mockRestore();
    }
  });

  it('keeps line breaks out of the header', async () => {
    const { client } = await app.newUser();
    const fields = { order: '1\r\nBcc: x@evil.test', first_name: 'A\r\n.\r\nQUIT' };
    const { body } = await client.post('/api/email/send', { ...WORDS, to: address(), fields });
    await app.drainJobs();
    expect(await outbox(body.email_id)).not.toMatch(/<th>Bcc<\/th>/i);
  });
});

describe('a mail for one recipient', () => {
  it('is made from the revision that is live when it is asked for', async () => {
    const { client } = await app.newUser();
    const template = await client.post('/api/email/templates', {
      name: 'Receipt',
      subject: 'Hi {{ first_name }}',
      html_content: '<p>{{ order }}</p>',
    });
    const { id } = template.body.data;
    const scheduled_at = new Date(Date.now() + 3_600_000).toISOString();
    const ask = (more: object) =>
      client.post('/api/email/send/personalized', {
        template_id: id,
        recipient_data: { email: address(), first_name: 'Ada', order: '4711' },
        ...more,
      });
    const planned = await ask({ scheduled_at });
    expect(planned.body).toMatchObject({
      success: true,
      email_id: expect.any(String),
      provider: 'outbox',
      mail_status: 'queued',
      sent_at: null,
    });
    await client.put(`/api/email/templates/${id}`, { html_content: '<p>Second {{ order }}</p>' });
    const now = await ask({});
    const old = await ask({ template_version: 1 });
    await app.sql('update email_messages set due_at = now() where id = $1', [planned.body.email_id]);
    await deliverDue(app);
    const said = await Promise.all(
      [planned, now, old].map(async ({ body }) => (await outbox(body.email_id)).includes('Second 4711')),
    );
    expect(said).toEqual([false, true, false]);
    const { body } = await client.get(`/api/email/messages/${now.body.email_id}`);
    expect(body.data).toMatchObject({ template_id: id, template_version: 2, subject: expect.any(String) });
  });

  it('is shown as mail of a campaign that is the sender’s', async () => {
    const mailing = await TestMailing.make(app, []);
    const ask = (client: typeof mailing.owner.client) =>
      client.post('/api/email/send/personalized', {
        template_id: 'welcome',
        recipient_data: { email: address() },
        campaign_id: mailing.campaignId,
      });
    const { body } = await ask(mailing.owner.client);
    const message = await mailing.owner.client.get(`/api/email/messages/${body.email_id}`);
    expect(message.body.data.campaign_id).toBe(mailing.campaignId);
    expect((await ask((await app.newUser()).client)).body.code).toBe('email/campaign-not-found');
  });

  it('needs an address, and is nobody else’s to see or take back', async () => {
    const { client } = await app.newUser();
    for (const recipient_data of [{}, { email: 'x' }, { email: 'a@b.test\n' }, 'a@b.test', null])
      expect(
        (await client.post('/api/email/send/personalized', { template_id: 'welcome', recipient_data }))
          .status,
      ).toBe(400);
    const scheduled_at = new Date(Date.now() + 3_600_000).toISOString();
    const { body } = await client.post('/api/email/send', { ...WORDS, to: address(), scheduled_at });
    const stranger = await app.newUser();
    const path = `/api/email/messages/${body.email_id}`;
    expect((await stranger.client.get(path)).status).toBe(404);
    expect((await stranger.client.post(`${path}/cancel`, {})).status).toBe(404);
    expect((await client.get('/api/email/messages/x')).status).toBe(404);
    expect((await client.get(path)).body.data.state).toBe('queued');
  });
});
