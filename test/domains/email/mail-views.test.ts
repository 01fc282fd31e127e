import { randomUUID } from 'node:crypto';
import { address, TestMailing } from './mailing.js';
import { SendingStage } from './sending-stage.js';

let stage: SendingStage;
beforeAll(async () => {
  stage = await SendingStage.open();
});

const WORDS = {
  subject: 'For {{ first_name }} <3',
  html: '<style>p{}</style><p onclick="x()">Hello {{ first_name }} of {{ city }}, <a href="https://shop.test/a">look</a></p><script>x()</script><a class="v" href="{{ view_in_browser_url }}">view</a><a href="{{ preferences_url }}">choose</a>',
};

const pathIn = (html: string, kind: string) =>
  new RegExp(`http://links\\.test(/e/${kind}/[\\w-]+)`).exec(html)?.[1] ?? '';
const look = (path: string) => stage.app.anonymous.get(path);

async function mailed(merge: object, plan: object = {}) {
  const email = address();
  const mailing = await TestMailing.make(stage.app, [{ leadId: randomUUID(), email, merge }], {
    ...WORDS,
    ...plan,
  });
  await mailing.sent();
  const html = stage.sink.mailsTo(email)[0]?.mail.html ?? '';
  return { email, mailing, html, view: pathIn(html, 'v') };
}

describe('a mail in the browser', () => {
  it('is shown as its reader got it, safe, and without being counted', async () => {
    const { email, mailing, view } = await mailed({ first_name: 'Ada', custom: { city: '<b>Oslo' } });
    await stage.app.sql(`update email_campaigns set name = 'Changed' where campaign_id = $1`, [
      mailing.campaignId,
    ]);
    const { status, text, headers } = await look(view);
    expect(status).toBe(200);
    expect(text).toContain('<title>For Ada &lt;3</title>');
    expect(text).toContain('<p>Hello Ada of &lt;b&gt;Oslo, <a href="https://shop.test/a">look</a></p>');
    expect(text).not.toMatch(/script|onclick|\/e\/o\/|\/e\/c\//);
    expect(pathIn(text, 'v')).toBe(view);
    expect((await look(pathIn(text, 'p'))).status).toBe(200);
    expect(headers.get('content-security-policy')).toMatch(
      /default-src 'none'.*frame-ancestors 'none'.*sandbox/,
    );
    expect(headers.get('x-robots-tag')).toContain('noindex');
    expect(headers.get('cache-control')).toContain('no-store');
    expect(await mailing.message(email)).toMatchObject({ open_count: 0, opened_at: null, click_count: 0 });
  });

  it('says what a single mail said, whatever was posted to its mailing later', async () => {
    const { client } = await stage.app.newUser();
    const [first, second] = [address(), address()];
    const send = (to: string, what: string) =>
      client.post('/api/email/send', {
        to,
        subject: what,
        body: `<p>${what} {{ first_name }} {{ view_in_browser_url }}</p>`,
        fields: { first_name: 'Ada' },
      });
    await send(first, 'Invoice');
    await send(second, 'Receipt');
    await stage.app.drainJobs();
    const view = pathIn(stage.sink.mailsTo(first)[0]?.mail.html ?? '', 'v');
    const { text } = await look(view);
    expect(text).toContain('Invoice Ada');
    expect(text).not.toContain('Receipt');
    expect(text).not.toContain('Unsubscribe');
  });

  it('is gone after ninety days, and is not there before it left', async () => {
    const { email, mailing, view } = await mailed({ first_name: 'Ada' });
    const { id } = await mailing.message(email);
    const at = (days: number) =>
      stage.app.sql(`update email_messages set armed_at = now() - $2 * interval '1 day' where id = $1`, [
        id,
        days,
      ]);
    await at(89);
    expect((await look(view)).status).toBe(200);
    await at(91);
    expect((await look(view)).status).toBe(404);
    await at(1);
    await stage.app.sql(`update email_messages set state = 'queued' where id = $1`, [id]);
    expect((await look(view)).status).toBe(404);
  });

  it('is behind its own link alone', async () => {
    const { html, view } = await mailed({ first_name: 'Ada' });
    const token = view.split('/').at(-1)!;
    const others = ['u', 'p', 'c'].map((kind) => pathIn(html, kind).split('/').at(-1)!);
    const changed = token.slice(0, -1) + (token.endsWith('A') ? 'B' : 'A');
    for (const wrong of [
      ...others,
      changed,
      token.slice(1),
      `${token}A`,
      'x',
      '%00',
      '..%2f..',
      '%C3%A4'.repeat(99),
    ]) {
      const { status, text } = await look(`/e/v/${wrong}`);
      expect([status, text.includes('Ada')]).toEqual([404, false]);
    }
    expect((await stage.app.anonymous.post(view, {})).status).toBe(404);
    for (const kind of ['u', 'p']) expect((await look(`/e/${kind}/${token}`)).status).toBe(404);
  });
});

describe('a template', () => {
  it('may lead to preferences and to the mail in a browser, in previews too', async () => {
    const { client } = await stage.app.newUser();
    const words = { subject: 'Hi', html_content: '<p>{{ preferences_url }} {{ view_in_browser_url }}</p>' };
    const { body } = await client.post('/api/email/templates/preview', { ...words, fields: { name: 'Ada' } });
    expect(body.data.html).toContain('https://example.com/preferences https://example.com/view');
    expect(body.data.missing_fields).toEqual([]);
    const verdict = await client.post('/api/email/templates/validate', { ...words, fields: { name: 'Ada' } });
    expect(verdict.body.data).toMatchObject({ valid: true, missing_fields: [] });
    expect(verdict.body.data.available_tags).toEqual(
      expect.arrayContaining(['preferences_url', 'unsubscribe_url', 'view_in_browser_url']),
    );
  });
});
