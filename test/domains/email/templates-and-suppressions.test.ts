import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { address, TestMailing } from './mailing.js';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp();
});
afterAll(() => app.close());

describe('templates', () => {
  it('are the two that come with the product and the owner’s own', async () => {
    const { client } = await app.newUser();
    const own = { name: 'Mine', subject: 'Hi {{ first_name }}', html_content: '<p>{{ company }}</p>' };
    const made = await client.post('/api/email/templates', own);
    expect({ status: made.status, data: made.body.data }).toMatchObject({
      status: 201,
      data: { ...own, built_in: false },
    });
    const { body } = await client.get('/api/email/templates');
    expect(body.templates.map(({ id }: { id: string }) => id)).toEqual([
      'welcome',
      'newsletter',
      made.body.data.id,
    ]);
    expect(body.templates[0]).toMatchObject({ name: 'Welcome Email' });
    const stranger = await app.newUser();
    expect((await stranger.client.get('/api/email/templates')).body.templates).toHaveLength(2);
  });

  it('are refused with the line and the reason when they cannot be used', async () => {
    const { client } = await app.newUser();
    const broken = { name: 'Mine', subject: 'Hi', html_content: '<p>\n{{ a | nothing }}</p>' };
    const { status, body } = await client.post('/api/email/templates', broken);
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'email/template-invalid' });
    expect(body.error).toMatch(/nothing.*line:2/);
    expect((await client.post('/api/email/templates', { ...broken, created_by: 'x' })).status).toBe(400);
  });

  it.each(['welcome', 'newsletter'])('%s makes a whole mail', async (templateId) => {
    const email = address();
    const mailing = await TestMailing.make(app, [{ leadId: null, email, merge: { first_name: 'Ada' } }], {
      templateId,
      subject: undefined,
      html: undefined,
    });
    await mailing.sent();
    const { id } = await mailing.message(email);
    const { text } = await app.anonymous.get(`/dev/outbox/${id}`);
    expect(text).toContain('Ada');
    expect(text).toContain(email);
    expect(text).toContain('List-Unsubscribe-Post');
  });

  it('of nobody cannot be sent', async () => {
    const unknown = TestMailing.make(app, [], { templateId: 'none' });
    await expect(unknown).rejects.toMatchObject({ code: 'email/template-not-found' });
  });
});

describe('the suppression list', () => {
  it('is kept by its owner, in pages, newest first', async () => {
    const { client } = await app.newUser();
    const emails = [address(), address(), address()];
    for (const email of emails)
      expect(
        (await client.post('/api/email/suppressions', { email: ` ${email.toUpperCase()} ` })).status,
      ).toBe(201);
    const first = await client.get('/api/email/suppressions?limit=2');
    const rest = await client.get(`/api/email/suppressions?limit=2&cursor=${first.body.next_cursor}`);
    const listed = [...first.body.data, ...rest.body.data].map(({ email }: { email: string }) => email);
    expect(listed).toEqual([...emails].reverse());
    expect((await client.delete(`/api/email/suppressions?email=${emails[1]}`)).status).toBe(200);
    expect((await client.delete(`/api/email/suppressions?email=${emails[1]}`)).status).toBe(404);
    expect((await client.get('/api/email/suppressions')).body.data).toHaveLength(2);
    const stranger = await app.newUser();
    expect((await stranger.client.delete(`/api/email/suppressions?email=${emails[0]}`)).status).toBe(404);
  });

  it('refuses what is not one address, and who is not signed in', async () => {
    const { client } = await app.newUser();
    for (const email of [
      'a@b.test\r\nBcc: c@d.test',
      'a@b.test, c@d.test',
      '<a@b.test>',
      '"a b"@c.test',
      'x',
      5,
      null,
    ])
      expect((await client.post('/api/email/suppressions', { email })).status).toBe(400);
    for (const cursor of ['x', Buffer.from('["x","y"]').toString('base64url')])
      for (const list of ['suppressions', 'templates'])
        expect((await client.get(`/api/email/${list}?cursor=${cursor}`)).body).toMatchObject({
          code: 'http/cursor-unreadable',
        });
    for (const path of ['suppressions', 'templates', 'campaigns/x/report', 'campaigns/x/recipients'])
      expect((await app.anonymous.get(`/api/email/${path}`)).status).toBe(401);
  });
});
