import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';

/** Times and ids say 49 now and then. */
const TIME = /\d{4}-\d\d-\d\dT[\d:.]+Z|[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp();
});
afterAll(() => app.close());

const WORDS = { name: 'Mine', subject: 'Hi {{ first_name }}', html_content: '<p>One</p>\n<p>Two</p>' };

async function made(
  words: object = {},
): Promise<{ client: TestClient; id: string; ownerId: string; path: string }> {
  const { client, id: ownerId } = await app.newUser();
  const { body } = await client.post('/api/email/templates', { ...WORDS, ...words });
  const { id } = body.data;
  return { client, id, ownerId, path: `/api/email/templates/${id}` };
}

describe('fields', () => {
  it('that nobody has are refused by a strict template, and named', async () => {
    const { client } = await app.newUser();
    const words = {
      ...WORDS,
      html_content: '<p>{{ frist_name }} {{ custom.plan }} {{ email }}</p>',
      strict: true,
    };
    const { status, body } = await client.post('/api/email/templates', words);
    expect({ status, code: body.code }).toEqual({ status: 422, code: 'email/fields-unknown' });
    expect(body.error).toContain('custom.plan, frist_name');
    const listed = await client.post('/api/email/templates', {
      ...words,
      merge_tags: ['frist_name', 'plan'],
    });
    expect(listed.status).toBe(201);
  });

  it('have the defaults of the template, then those of the house, where they stand alone', async () => {
    const { client, id } = await made({
      html_content:
        '<p>{{ first_name }}, {{ last_name | default: "x" }}, {{ plan }}, {{ company }}{{ city }}</p>',
      defaults: { first_name: 'there', plan: 'no plan' },
    });
    const { body } = await client.post(`/api/email/templates/${id}/preview`, {
      fields: { email: 'a@b.test' },
    });
    expect(body.data.html).toContain('<p>there, x, no plan, Your Company[city]</p>');
    expect(body.data.missing_fields).toEqual(['city']);
    for (const defaults of [{ first_name: '"' }, { first_name: '}}' }, { 'a b': 'x' }, { first_name: 5 }])
      expect((await client.put(`/api/email/templates/${id}`, { defaults })).body.code).toBe(
        'email/defaults-unfit',
      );
  });

  it('are checked without anything being kept', async () => {
    const { client } = await app.newUser();
    const check = async (words: object) =>
      (await client.post('/api/email/templates/validate', words)).body.data;
    const content =
      'Hi {{ frist_name }}, {{ plan }} {{ city | default: "here" }}{% if tier %}{{ tier }}{% endif %}';
    expect(await check({ content, fields: { first_name: 'Ada', plan: 'gold' } })).toMatchObject({
      valid: false,
      missing_fields: ['frist_name'],
      suggestions: { frist_name: ['first_name', 'name'] },
      used_fields: ['city', 'frist_name', 'plan', 'tier'],
      available_tags: expect.arrayContaining(['first_name', 'plan', 'email']),
      error: null,
    });
    expect(await check({ content: 'Hi {{ first_name }}', fields: {} })).toMatchObject({ valid: true });
    expect(await check({ content: 'Hi {{ first_name' })).toMatchObject({
      valid: false,
      error: expect.stringContaining('HTML'),
    });
    expect((await client.get('/api/email/templates')).body.templates).toHaveLength(2);
  });

  it('of a recipient are printed, never run', async () => {
    const { client, id } = await made({ html_content: '<p>{{ first_name }}</p>' });
    const fields = { first_name: '{{ company }}<script>x()</script>{% raw %}', company: 'secret' };
    const { body } = await client.post(`/api/email/templates/${id}/preview`, { fields });
    expect(body.data.subject).toContain('{{ company }}<script>');
    expect(body.data.html).toContain('{{ company }}&lt;script&gt;');
    expect(JSON.stringify(body.data)).not.toContain('secret');
  });
});

describe('a preview', () => {
  it('holds nothing that a page should not show', async () => {
    const { client } = await app.newUser();
    const { body } = await client.post('/api/email/templates/preview', {
      subject: 'Hi {{ first_name }}',
      preheader: 'For {{ company }}',
      html_content: `<body onload="x()"><script>x()</script><p onclick="x()" style="color:red;background:url(//evil)">Hi</p>
        <a href="javascript:x()">1</a><form action="//evil"><input></form><img src="data:x"></body>`,
    });
    expect(body.data).toMatchObject({ subject: 'Hi John', preheader: 'For Acme Corp', missing_fields: [] });
    expect(body.data.html).not.toMatch(/script|onload|onclick|javascript|form|input|data:|url\(/);
  });
});

describe('an attack through a template', () => {
  const attacks = [
    `{{constructor.constructor('return process')()}}`,
    '{{ custom.__proto__ }}{{ first_name.constructor.name }}',
    '{{ env "PATH" }}',
    '${7*7}<%= 7*7 %>#{7*7}',
    `{% include '/etc/passwd' %}`,
    `{% include first_name %}`,
    `{% render 'x' %}`,
    '{% for i in (1..100000000) %}{{ i }}{% endfor %}',
    '{% assign a = "xxxxxxxxxx" %}' + '{% assign a = a | append: a %}'.repeat(40),
    '{% for a in (1..9999) %}{% for b in (1..9999) %}x{% endfor %}{% endfor %}',
    'x'.repeat(199_000),
    '{{ a }}'.repeat(28_000),
    '{{{{'.repeat(30_000),
    '<b>'.repeat(60_000),
    '{% if a %}'.repeat(15_000),
  ];

  it.each(attacks.map((attack, index) => [index, attack] as const))(
    '%i is answered soon, with nothing that it was after',
    async (_, attack) => {
      const { client } = await app.newUser();
      for (const [path, words] of [
        ['/api/email/templates/preview', { subject: 'x', html_content: attack }],
        ['/api/email/templates/validate', { content: attack }],
        ['/api/email/templates', { ...WORDS, html_content: attack }],
      ] as const) {
        const { status, text } = await client.post(path, words);
        expect([200, 201, 422]).toContain(status);
        expect(text.replaceAll(TIME, '')).not.toMatch(/\b49\b|native code|root:|PATH=|"function/);
      }
    },
  );
});
