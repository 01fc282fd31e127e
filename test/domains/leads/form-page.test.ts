import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
});
afterAll(async () => {
  await app.close();
});

const FORMS = '/api/lead-capture/forms';

describe('a visitor opens a form', () => {
  it('as a page that may be framed anywhere and runs only its own script', async () => {
    const { client } = await app.newUser();
    const { id } = (await client.post(FORMS, { name: 'Hello', fields: [{ name: 'ok', type: 'checkbox' }] }))
      .body.data;
    const page = await app.anonymous.get(`/form/${id}`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('x-frame-options')).toBeNull();
    const policy = page.headers.get('content-security-policy') ?? '';
    const nonce = /script-src 'nonce-([^']+)'/.exec(policy)?.[1];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).toContain('frame-ancestors *');
    expect(page.text).toContain(`<script nonce="${nonce}">`);
    expect((await app.anonymous.get(`/form/${id}`)).headers.get('content-security-policy')).not.toBe(policy);
  });

  it('whose words are escaped, also when they were written past the API', async () => {
    const { id: owner, client } = await app.newUser();
    const evil = '"><img src=x onerror=alert(1)>';
    const { id } = (
      await client.post(FORMS, {
        name: evil,
        fields: [{ name: 'a', type: 'text', label: evil, placeholder: evil }],
        styling: { button_text: evil },
      })
    ).body.data;
    expect((await app.anonymous.get(`/form/${id}`)).text).not.toContain('<img');
    const [stored] = await app.sql<{ id: string }>(
      `insert into lead_capture_forms (name, created_by, fields, styling, settings) values ($1, $2, $3, $4, $5) returning id`,
      [
        evil,
        owner,
        JSON.stringify([{ name: `a${evil}`, type: evil }, { name: 'b', type: 'text', label: evil }, 5, null]),
        JSON.stringify({ button_color: 'red}</style><script>alert(1)</script>', button_text: 5 }),
        JSON.stringify({ redirect_url: 'javascript:alert(1)' }),
      ],
    );
    const page = await app.anonymous.get(`/form/${stored!.id}`);
    expect(page.status).toBe(200);
    expect(page.text).not.toMatch(/<img|alert\(1\)<\/script>|javascript:/);
    const shown = (await app.anonymous.get(`/api/lead-capture/public/forms/${stored!.id}`)).body.form;
    expect(shown.fields.map(({ name }: { name: string }) => name)).toEqual(['b', 'email']);
    expect(shown.settings).toEqual({ redirect_url: null });
  });

  it('as data for the widget, without anything about its owner', async () => {
    const { client } = await app.newUser();
    const form = (await client.post(FORMS, { name: 'W' })).body.data;
    const { status, body, headers } = await app.anonymous.get(`/api/lead-capture/public/forms/${form.id}`, {
      origin: 'https://elsewhere.example',
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      success: true,
      form: {
        id: form.id,
        name: 'W',
        fields: form.fields,
        styling: form.styling,
        settings: { redirect_url: null },
      },
    });
    expect(headers.get('access-control-allow-origin')).toBe('*');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('and cannot tell an inactive form from one that never was', async () => {
    const { client } = await app.newUser();
    const { id } = (await client.post(FORMS, {})).body.data;
    expect((await app.anonymous.get(`/form/${id}`)).status).toBe(200);
    await client.put(`${FORMS}/${id}`, { active: false });
    const told = [id, randomUUID(), 'x', `${id}'--`].map(async (formId) => {
      const answers = [
        await app.anonymous.get(`/form/${encodeURIComponent(formId)}`),
        await app.anonymous.get(`/api/lead-capture/public/forms/${encodeURIComponent(formId)}`),
        await app.anonymous.post(`/api/lead-capture/webhook/${encodeURIComponent(formId)}`, {
          email: 'a@example.com',
        }),
      ];
      return answers.map(({ status, body }) => [status, body.detail, body.code]);
    });
    for (const answers of await Promise.all(told))
      for (const answer of answers)
        expect(answer).toEqual([404, 'Form not found or inactive', 'leads/form-inactive']);
  });

  it('with a script that any page may load and browsers keep', async () => {
    const script = await app.anonymous.get('/static/form-widget.js');
    expect(script.status).toBe(200);
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(script.text).toContain('global.LeadForm = ');
    const tag = script.headers.get('etag') ?? '';
    const again = await app.anonymous.get('/static/form-widget.js', { 'if-none-match': `W/${tag}` });
    expect([again.status, again.text]).toEqual([304, '']);
  });
});
