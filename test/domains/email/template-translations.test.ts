import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { templatesOf, WORDS } from './templating.js';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp();
});
afterAll(() => app.close());

const { made, sentFrom } = templatesOf(() => app);

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
