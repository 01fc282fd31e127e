import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await sharedApp();
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
    const scripts = page.text.match(/<script(?! type="application\/json")[^>]*>/g) ?? [];
    expect(scripts).toHaveLength(2);
    for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
    expect(page.text).not.toContain(' style=');
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
        JSON.stringify({
          button_color: 'red}</style><script>alert(1)</script>',
          button_text: 5,
          width: '1}</style>',
        }),
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
        palettes: { light: expect.any(Object), dark: expect.any(Object) },
        settings: { redirect_url: null },
        protection: {
          token: expect.stringMatching(/^[\w-]{60,70}$/),
          minimum_seconds: 2,
          proof_of_work: null,
        },
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
    expect(script.headers.get('content-encoding')).toBe('gzip');
    expect(script.text).toContain('LeadForm.render(');
    const plain = await app.anonymous.get('/static/form-widget.js', { 'accept-encoding': 'identity' });
    expect([plain.headers.get('content-encoding'), plain.text]).toEqual([null, script.text]);
    expect(plain.headers.get('vary')).toContain('accept-encoding');
    const tag = script.headers.get('etag') ?? '';
    const again = await app.anonymous.get('/static/form-widget.js', { 'if-none-match': `"x", ${tag}` });
    expect([again.status, again.text]).toEqual([304, '']);
  });
});

describe('how a form looks', () => {
  const LOOK = {
    theme: 'auto',
    background_color: '#fff7ed',
    text_color: '#7c2d12',
    button_color: '#F59E0B',
    font_family: 'serif',
    border_radius: 0,
    width: 280,
    show_title: false,
    intro: 'Half an hour,\nfree of charge.',
  };

  it('is what its owner says, part by part, and told to visitors in colours they can read', async () => {
    const { client } = await app.newUser();
    const form = (await client.post(FORMS, { styling: LOOK })).body.data;
    expect(form.styling).toEqual({
      ...LOOK,
      button_text: 'Submit',
      success_message: "Thank you! We'll be in touch soon.",
      error_message: 'Something went wrong. Please try again.',
    });
    const styling = { background_color: '', text_color: null, width: 960 };
    const changed = (await client.put(`${FORMS}/${form.id}`, { styling })).body.data.styling;
    expect(changed).toEqual({ ...form.styling, background_color: null, text_color: null, width: 960 });
    const shown = (await app.anonymous.get(`/api/lead-capture/public/forms/${form.id}`)).body.form;
    expect(shown.styling).toEqual(changed);
    expect(shown.palettes).toMatchObject({
      light: { background: '#ffffff', button: '#f59e0b', button_text: '#111827' },
      dark: { background: '#111827', button: '#f59e0b', button_text: '#111827' },
    });
    const page = (await app.anonymous.get(`/form/${form.id}`)).text;
    expect(page).toContain('@media (prefers-color-scheme:dark)');
    const { iframe_code } = (await client.get(`${FORMS}/${form.id}/embed-code`)).body.data;
    expect(iframe_code).toContain('max-width:960px');
  });

  it.each(
    Object.entries({
      theme: ['sepia', true],
      background_color: ['white', '#ffff'],
      text_color: ['url(https://evil.example)'],
      font_family: ['Comic Sans MS', 'constructor'],
      border_radius: [25, -1, 1.5, '8'],
      width: [279, 961],
      show_title: ['yes'],
      intro: ['x'.repeat(1_001), 5],
      css: ['body{display:none}'],
    }),
  )('is refused and named where %s makes no sense', async (part, values) => {
    const { client } = await app.newUser();
    for (const value of values) {
      const { status, body } = await client.post(FORMS, { styling: { [part]: value } });
      expect(status).toBe(400);
      expect(body.errors.map(({ path }: { path: string }) => path)).toEqual([`styling.${part}`]);
      expect(body.errors[0].message).toContain(part);
    }
  });
});
