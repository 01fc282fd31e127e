import type { TestApp } from '../support/app.js';
import { sharedApp } from '../support/kept-app.js';
import { address } from '../domains/email/mailing.js';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp();
});
afterAll(() => app.close());

describe('a mail campaign to named recipients', () => {
  it('is a draft for exactly these, who become leads where they were none', async () => {
    const { client } = await app.newUser();
    const [known, fresh] = [address(), address()];
    await client.post('/api/leads', { email: known, first_name: 'Ada' });
    await client.post('/api/leads', { email: address(), first_name: 'Somebody else' });
    const { status, body } = await client.post('/api/email/campaigns', {
      name: 'Spring',
      subject: 'Hi {{ first_name }}',
      content: '<p>Spring</p>',
      recipients: [known, fresh, fresh.toUpperCase()],
    });
    expect({ status, data: body.data }).toMatchObject({
      status: 201,
      data: {
        name: 'Spring',
        status: 'draft',
        template_id: null,
        recipients: 2,
        leads_created: 1,
        send_time: null,
      },
    });
    await client.post(`/api/campaigns/${body.data.id}/launch`, {});
    await app.drainJobs();
    const rows = await client.get(`/api/email/campaigns/${body.data.id}/recipients`);
    expect(rows.body.data.map(({ email }: { email: string }) => email.toLowerCase()).sort()).toEqual(
      [known, fresh].sort(),
    );
  });

  it('needs recipients and something to say', async () => {
    const { client } = await app.newUser();
    const refused = async (more: object) => {
      const { status, body } = await client.post('/api/email/campaigns', { name: 'Spring', ...more });
      return [status, body.code];
    };
    expect(await refused({ content: 'x' })).toEqual([400, 'http/input-invalid']);
    expect(await refused({ content: 'x', recipients: [] })).toEqual([400, 'http/input-invalid']);
    expect(await refused({ content: 'x', recipients: ['x'] })).toEqual([400, 'http/input-invalid']);
    expect(await refused({ recipients: [address()] })).toEqual([422, 'email/without-words']);
    const stranger = await app.newUser();
    const { body } = await stranger.client.post('/api/email/templates', {
      name: 'Mine',
      subject: 'Hi',
      html_content: '<p>Hi</p>',
    });
    expect(await refused({ recipients: [address()], template_id: body.data.id })).toEqual([
      404,
      'email/template-not-found',
    ]);
    expect((await client.get('/api/leads')).body.data).toEqual([]);
  });
});

describe('words for a mail', () => {
  it('are written for the audience, with subject lines that are scored', async () => {
    const { client } = await app.newUser();
    const { status, body } = await client.post('/api/email/content/generate', {
      campaign_type: 'newsletter',
      audience: { segment: 'gardeners' },
      topic: 'Spring sale',
      key_messages: ['A fifth off <script>x()</script>'],
    });
    expect(status).toBe(200);
    expect(body.data).toMatchObject({ ai: false, estimated: true, preview: expect.any(String) });
    expect(body.data.subject_lines.length).toBeGreaterThanOrEqual(3);
    expect(body.data.subject_lines[0]).toEqual({ text: body.data.subject, score: expect.any(Number) });
    expect(body.data.content).toContain('{{ first_name }}');
    expect(body.data.content).not.toContain('<script');
    expect((await client.post('/api/email/content/generate', { audience: [] })).status).toBe(400);
  });

  it('have three variants for a test', async () => {
    const { client } = await app.newUser();
    const { body } = await client.post('/api/email/ab-variants', { base_content: 'Spring is here' });
    expect(body.data.variants).toHaveLength(3);
    expect(body.data.variants[0]).toEqual({ text: expect.any(String), score: expect.any(Number) });
    expect((await client.post('/api/email/ab-variants', {})).status).toBe(400);
    for (const path of ['content/generate', 'ab-variants', 'campaigns'])
      expect((await app.anonymous.post(`/api/email/${path}`, {})).status).toBe(401);
  });
});
