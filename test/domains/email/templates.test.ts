import type { TestApp } from '../../support/app.js';
import { sharedApp } from '../../support/kept-app.js';
import { TestMailing } from './mailing.js';
import { templatesOf, WORDS } from './templating.js';

let app: TestApp;
beforeAll(async () => {
  app = await sharedApp();
});
afterAll(() => app.close());

const { made, sentFrom } = templatesOf(() => app);

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
