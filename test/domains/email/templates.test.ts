import type { TestApp } from '../../support/app.js';
import type { TestClient } from '../../support/client.js';
import { sharedApp } from '../../support/kept-app.js';
import { address, TestMailing } from './mailing.js';

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

/** The raw mail that somebody gets from a template now. */
async function sentFrom(ownerId: string, client: TestClient, templateId: string, merge = {}) {
  const email = address();
  const plan = { templateId, subject: undefined, html: undefined };
  const mailing = await TestMailing.make(app, [{ leadId: null, email, merge }], plan, {
    id: ownerId,
    client,
  });
  return {
    mailing,
    arrive: async () => {
      await mailing.sent();
      return (await app.anonymous.get(`/dev/outbox/${(await mailing.message(email)).id}`)).text;
    },
  };
}

describe('MJML', () => {
  const mjml = (body: string) =>
    `<mjml><mj-body><mj-section><mj-column>${body}</mj-column></mj-section></mj-body></mjml>`;

  it('is compiled when it is saved, its Liquid and its links left as they stand', async () => {
    const { client, path, id, ownerId } = await made({
      html_content: undefined,
      mjml_content: mjml(
        `<mj-text>Hi {{ first_name | default: "you" }}</mj-text><mj-button href="https://shop.test/{{ "a" }}">Go</mj-button>
         <mj-raw>{% if company != blank %}<p>{{ company }}</p>{% endif %}</mj-raw>`,
      ),
    });
    const { html_content, mjml_content } = (await client.get(path)).body.data;
    expect(html_content).toContain('Hi {{ first_name | default: "you" }}');
    expect(html_content).toContain('{% if company != blank %}<p>{{ company }}</p>{% endif %}');
    expect(mjml_content).toContain('<mj-button');
    const mail = await (
      await sentFrom(ownerId, client, id, { first_name: 'Ada', company: 'Engines' })
    ).arrive();
    expect(mail).toContain('Hi Ada');
    expect(mail).toContain('Engines');
    const { body } = await client.put(path, { html_content: '<p>By hand</p>' });
    expect(body.data).toMatchObject({ mjml_content: null, html_content: '<p>By hand</p>' });
  });

  it.each([
    ['an unknown component', mjml('<mj-nothing>x</mj-nothing>')],
    ['no MJML at all', '<p>Hello</p>'],
    [
      'Liquid between components',
      `<mjml><mj-body>{% if a %}<mj-section></mj-section>{% endif %}</mj-body></mjml>`,
    ],
    ['more components than any mail has', mjml('<mj-text>a</mj-text>'.repeat(9_000))],
    [
      'attributes without end',
      mjml(`<mj-text ${Array.from({ length: 20_000 }, (__, at) => `a${at}=""`).join(' ')}>x</mj-text>`),
    ],
    [
      'thousands of rules to be written into each element',
      `<mjml><mj-head><mj-style inline="inline">${'.a b c{color:red}'.repeat(7_000)}</mj-style></mj-head><mj-body><mj-section>
       <mj-column>${'<mj-text css-class="a"><b><i>x</i></b></mj-text>'.repeat(900)}</mj-column></mj-section></mj-body></mjml>`,
    ],
    ['elements within each other', mjml('<a>'.repeat(60_000))],
    ['a picture show of thousands', mjml(`<mj-carousel>${'<mj-carousel-image/>'.repeat(900)}</mj-carousel>`)],
  ])('with %s is refused with the reason', async (_, mjml_content) => {
    const { client } = await app.newUser();
    const { status, body } = await client.post('/api/email/templates', {
      name: 'Mine',
      subject: 'Hi',
      mjml_content,
    });
    expect({ status, code: body.code, path: body.errors?.[0].path }).toEqual({
      status: 422,
      code: 'email/mjml-invalid',
      path: 'mjml_content',
    });
  });

  it('reads no files', async () => {
    const { client } = await app.newUser();
    for (const path of ['/etc/passwd', './package.json', 'file:///etc/passwd']) {
      const { body } = await client.post('/api/email/templates/preview', {
        subject: 'x',
        mjml_content: `<mjml><mj-head><mj-include path="${path}" type="css" /></mj-head><mj-body><mj-include path="${path}" type="html" />
          <mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section></mj-body></mjml>`,
      });
      expect(JSON.stringify(body)).not.toMatch(/root:|marketing-autopilot/);
    }
  });
});

describe('blocks', () => {
  it('are put into the mails of every template that names them, as they are when the mail is planned', async () => {
    const { client, id: ownerId } = await app.newUser();
    const footed = { ...WORDS, html_content: `<p>Hi</p>{% include 'footer' %}` };
    expect((await client.post('/api/email/templates', footed)).body.error).toContain('no block "footer"');
    await client.put('/api/email/blocks/address', { content: '<b>Oslo</b>' });
    const put = await client.put('/api/email/blocks/footer', {
      content: `<p>Acme, {% include "address" %} {{ company }}</p>`,
    });
    expect(put.body.data).toMatchObject({ name: 'footer' });
    const { body } = await client.post('/api/email/templates', footed);
    expect(body.data.merge_tags).toEqual(['company', 'first_name']);
    const planned = await sentFrom(ownerId, client, body.data.id, { company: 'Engines' });
    await client.put('/api/email/blocks/address', { content: '<b>Bergen</b>' });
    const mail = await planned.arrive();
    expect(mail).toContain('Oslo');
    expect(mail).toContain('Engines');
    expect(
      (await client.get('/api/email/blocks')).body.data.map(({ name }: { name: string }) => name),
    ).toEqual(['footer', 'address']);
    expect((await client.delete('/api/email/blocks/address')).body.data).toEqual({ deleted: true });
    expect((await client.delete('/api/email/blocks/address')).status).toBe(404);
    const gone = TestMailing.make(
      app,
      [],
      { templateId: body.data.id, subject: undefined, html: undefined },
      {
        id: ownerId,
        client,
      },
    );
    await expect(gone).rejects.toMatchObject({ code: 'email/template-invalid' });
  });

  it('that are missing, include themselves or have no name are refused', async () => {
    const { client } = await app.newUser();
    const put = async (name: string, content: string) => {
      const { status, body } = await client.put(`/api/email/blocks/${name}`, { content });
      return [status, body.code ?? body.data.name];
    };
    expect(await put('a', `{% include 'nobody' %}`)).toEqual([422, 'email/template-invalid']);
    expect(await put('a', `{% include 'a' %}`)).toEqual([422, 'email/template-invalid']);
    expect(await put('a', 'A')).toEqual([200, 'a']);
    expect(await put('b', `{% include 'a' %}`)).toEqual([200, 'b']);
    expect(await put('a', `{% include 'b' %}`)).toEqual([422, 'email/template-invalid']);
    expect(await put('A%20b', 'x')).toEqual([422, 'email/block-name-unfit']);
    expect(await put('c', '{{ a | nothing }}')).toEqual([422, 'email/template-invalid']);
  });

  it('are nobody else’s', async () => {
    const { client } = await app.newUser();
    await client.put('/api/email/blocks/secret', { content: 'mine alone' });
    const stranger = await app.newUser();
    expect((await stranger.client.get('/api/email/blocks/secret')).status).toBe(404);
    expect((await stranger.client.delete('/api/email/blocks/secret')).status).toBe(404);
    expect((await stranger.client.get('/api/email/blocks')).body.data).toEqual([]);
    const { body } = await stranger.client.post('/api/email/templates/preview', {
      content: `{% include 'secret' %}`,
    });
    expect([body.code, JSON.stringify(body).includes('mine alone')]).toEqual([
      'email/template-invalid',
      false,
    ]);
  });
});

describe('translations', () => {
  it('are read by who reads the language, else by its family, else the template itself is', async () => {
    const { client, id, ownerId } = await made({
      preheader: 'English line',
      html_content: '<p>Hello {{ first_name }}</p>',
      translations: {
        de: {
          subject: 'Hallo {{ first_name }}',
          html_content: '<p>Guten Tag</p>',
          preheader: 'Deutsche Zeile',
        },
        'pt-BR': { html_content: '<p>Bom dia</p>' },
      },
    });
    const read = async (language: string) => {
      const mail = await (await sentFrom(ownerId, client, id, { custom: { language } })).arrive();
      return ['Guten Tag', 'Bom dia', 'Hello Valued Customer'].filter((words) => mail.includes(words));
    };
    expect(await read('de')).toEqual(['Guten Tag']);
    expect(await read('de_AT')).toEqual(['Guten Tag']);
    expect(await read('pt-br')).toEqual(['Bom dia']);
    expect(await read('pt')).toEqual(['Hello Valued Customer']);
    expect(await read('nonsense, of course')).toEqual(['Hello Valued Customer']);
    const preview = await client.post(`/api/email/templates/${id}/preview`, { language: 'de-CH' });
    expect(preview.body.data).toMatchObject({ subject: 'Hallo John', preheader: 'Deutsche Zeile' });
  });

  it('follow the template in what they do not say themselves, however it is edited later', async () => {
    const translations = { de: { subject: 'Hallo' }, fr: { html_content: '<p>Corps</p>', preheader: null } };
    const { client, id, ownerId, path } = await made({
      preheader: 'Line',
      text_content: 'Old',
      translations,
    });
    const seen = async (language: string, version?: number) => {
      const { data } = (await client.post(`${path}/preview`, { language, version })).body;
      return [data.subject, data.preheader, data.text.split('\n')[0]];
    };
    const words = {
      subject: 'New',
      preheader: 'New line',
      html_content: '<p>New body</p>',
      text_content: null,
    };
    await client.put(path, words);
    expect(await seen('de')).toEqual(['Hallo', 'New line', 'New body']);
    expect(await seen('fr')).toEqual(['New', null, 'Corps']);
    const { data: read } = (await client.get(path)).body;
    expect(read.translations.de).toEqual({ subject: 'Hallo' });
    await client.put(path, { translations: read.translations, attachments: read.attachments });
    await client.post(`${path}/versions`, { html_content: '<p>Newest body</p>' });
    expect(await seen('de', 3)).toEqual(['Hallo', 'New line', 'New body']);
    expect(await seen('de', 4)).toEqual(['Hallo', 'New line', 'Newest body']);
    const mail = await sentFrom(ownerId, client, id, { custom: { language: 'de' } });
    expect(await mail.arrive()).toContain('New body');
  });

  it('that were kept whole, as they once were, are read as they stand', async () => {
    const { client, id, path } = await made();
    const whole = {
      preheader: null,
      mjml_content: null,
      html_content: '<p>Guten Tag</p>',
      text_content: 'Tag',
    };
    await app.sql('update email_template_versions set translations = $2 where template_id = $1', [
      id,
      JSON.stringify({ de: { subject: 'Hallo', ...whole } }),
    ]);
    await client.put(path, { subject: 'New' });
    const { body } = await client.post(`${path}/preview`, { language: 'de' });
    expect(body.data).toMatchObject({ subject: 'Hallo', text: expect.stringMatching(/^Tag\n/) });
  });

  it('are checked like the template', async () => {
    const { client } = await app.newUser();
    const refused = async (translations: unknown) => {
      const { status, body } = await client.post('/api/email/templates', { ...WORDS, translations });
      return [status, body.code];
    };
    expect(await refused({ de: { html_content: '{{ a | nothing }}' } })).toEqual([
      422,
      'email/template-invalid',
    ]);
    expect(
      (await client.post('/api/email/templates', { ...WORDS, translations: { de: { subject: null } } }))
        .status,
    ).toBe(201);
    for (const broken of [{ klingonese: {} }, { de: 'x' }, { de: { html: 'x' } }, [], { de: { subject: 5 } }])
      expect(await refused(broken)).toEqual([400, 'http/input-invalid']);
  });
});
