import { randomUUID } from 'node:crypto';
import { MailSumsService } from '#domains/email/sums/mail-sums.service';
import { Database } from '#platform/database/database';
import { startApp, type TestApp } from '../../support/app.js';
import { MailSink } from '../../platform/channels/mail-sink.js';
import { address, linkIn, TestMailing } from './mailing.js';

let app: TestApp;
let sink: MailSink;
beforeAll(async () => {
  sink = await MailSink.start();
  app = await startApp({ settings: { SMTP_URL: sink.url } });
});
afterAll(async () => {
  await app.close();
  await sink.stop();
});

async function delivered(plan = {}) {
  const email = address();
  const mailing = await TestMailing.make(app, [{ leadId: randomUUID(), email, merge: {} }], plan);
  await mailing.sent();
  const html = sink.mailsTo(email)[0]?.mail.html ?? '';
  const events = async () =>
    (
      await app.sql<{ event_type: string }>(
        'select event_type from email_events where campaign_id = $1 and not is_machine order by timestamp',
        [mailing.campaignId],
      )
    ).map(({ event_type }) => event_type);
  return { email, mailing, html, events };
}

const changed = (path: string) => path.replace(/.(?=(\.gif)?$)/, (last) => (last === 'A' ? 'B' : 'A'));
const ONE_CLICK = 'List-Unsubscribe=One-Click';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('a reader opens a mail', () => {
  it('and it counts in the sums of its owner, also when no other mailing is under way', async () => {
    const { html, mailing } = await delivered();
    await app.anonymous.get(linkIn(html, 'o'));
    const hours = (from: number) => new Date(Date.now() + from * 3_600_000).toISOString();
    const sums = await app
      .get(Database)
      .as(mailing.owner.id, () =>
        app.get(MailSumsService).of(mailing.owner.id, { from: hours(-1), to: hours(1) }),
      );
    expect(sums).toEqual({ sent: 1, bounced: 0, opened: 1, clicked: 0, watched: 1 });
  });

  it('and is counted, while the picture is always the same', async () => {
    const { email, mailing, html, events } = await delivered();
    const pixel = await app.anonymous.get(linkIn(html, 'o'));
    expect(pixel.status).toBe(200);
    expect(pixel.headers.get('content-type')).toBe('image/gif');
    expect(pixel.headers.get('content-length')).toBe('43');
    expect(pixel.headers.get('cache-control')).toContain('no-store');
    await app.anonymous.get(linkIn(html, 'o'));
    expect(await mailing.message(email)).toMatchObject({ open_count: 2 });
    expect(await events()).toEqual(['opened', 'opened']);
    expect(await mailing.report()).toMatchObject({ opened: 1, rates: { open: 100 } });
  });

  it('and a changed or borrowed link gets the same picture and counts nothing', async () => {
    const { html, events } = await delivered();
    const real = await app.anonymous.get(linkIn(html, 'o'));
    const click = linkIn(html, 'c').replace('/e/c/', '/e/o/');
    for (const path of [
      changed(linkIn(html, 'o')),
      `${click}.gif`,
      '/e/o/x.gif',
      '/e/o/%00',
      '/e/o/..%2f..',
    ]) {
      const answer = await app.anonymous.get(path);
      expect({ status: answer.status, text: answer.text }).toEqual({ status: 200, text: real.text });
    }
    expect(await events()).toEqual(['opened']);
  });

  it('and machines that look ahead are not readers', async () => {
    const { html, events, mailing } = await delivered();
    for (const kind of ['o', 'c'] as const) {
      await app.anonymous.send('HEAD', linkIn(html, kind), undefined, {});
      await app.anonymous.get(linkIn(html, kind), { purpose: 'prefetch' });
      await app.anonymous.get(linkIn(html, kind), { 'user-agent': 'Barracuda Sentinel scanner' });
    }
    const proxies = [
      'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)',
      'YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html',
      'Mozilla/5.0',
    ];
    for (const proxy of proxies) await app.anonymous.get(linkIn(html, 'o'), { 'user-agent': proxy });
    expect(await events()).toEqual([]);
    expect(await mailing.report()).toMatchObject({ opened: 0, clicked: 0 });
    const kept = await app.sql<{ count: number }>(
      'select count(*)::int as count from email_events where campaign_id = $1 and is_machine and told',
      [mailing.campaignId],
    );
    expect(kept[0]?.count).toBe(6 + proxies.length);
  });

  it('and is not tracked when the mailing does not want it', async () => {
    const { html } = await delivered({ settings: { track_opens: false, track_clicks: false } });
    expect(html).not.toMatch(/\/e\/[oc]\//);
    expect(html).toContain('href="https://shop.test/spring"');
  });
});

describe('a reader follows a link', () => {
  it('and comes to where it led when the mail was written, whatever the address says', async () => {
    const { mailing, html, events } = await delivered();
    const path = linkIn(html, 'c');
    for (const query of [
      '',
      '?url=https://evil.test',
      '?u=//evil.test',
      '?next=javascript:alert(1)',
      '?url=%5cevil',
    ]) {
      const { status, headers } = await app.anonymous.get(path + query);
      expect({ status, to: headers.get('location') }).toEqual({
        status: 302,
        to: 'https://shop.test/spring',
      });
    }
    expect(await events()).toEqual(Array.from({ length: 5 }, () => 'clicked'));
    expect(await mailing.report()).toMatchObject({ clicked: 1, opened: 1 });
  });

  it('and a changed link leads nowhere', async () => {
    const { html, events } = await delivered();
    const unsubscribe = linkIn(html, 'u').replace('/e/u/', '/e/c/');
    for (const path of [
      changed(linkIn(html, 'c')),
      unsubscribe,
      '/e/c/x?url=https://evil.test',
      '/e/c/%0d%0aX: y',
    ]) {
      const answer = await app.anonymous.get(path);
      expect({ status: answer.status, to: answer.headers.get('location') }).toEqual({
        status: 404,
        to: null,
      });
    }
    expect(await events()).toEqual([]);
  });
});

describe('a reader unsubscribes', () => {
  it('in one click, without cookies or a redirect, and is never written to again', async () => {
    const { email, mailing, html, events } = await delivered();
    const path = linkIn(html, 'u');
    for (let time = 0; time < 3; time++) {
      const answer = await app.anonymous.post(path, ONE_CLICK, FORM);
      expect({ status: answer.status, cookie: answer.headers.get('set-cookie') }).toEqual({
        status: 200,
        cookie: null,
      });
    }
    expect(await events()).toEqual(['unsubscribed']);
    expect(await mailing.report()).toMatchObject({ unsubscribed: 1 });
    const next = await TestMailing.make(app, [email], {}, mailing.owner);
    await next.sent();
    expect(sink.mailsTo(email)).toHaveLength(1);
    expect(await next.report()).toMatchObject({ skipped_by_reason: { 'suppressed:unsubscribed': 1 } });
    const listed = await mailing.owner.client.get('/api/email/suppressions');
    expect(listed.body.data).toMatchObject([{ email, reason: 'unsubscribed' }]);
  });

  it('as mail services do it, with a multipart body or none', async () => {
    for (const [body, headers] of [
      [
        '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
        { 'content-type': 'multipart/form-data; boundary=x' },
      ],
      [undefined, {}],
    ] as const) {
      const { html, mailing } = await delivered();
      expect((await app.anonymous.post(linkIn(html, 'u'), body, headers)).status).toBe(200);
      expect(await mailing.report()).toMatchObject({ unsubscribed: 1 });
    }
  });

  it('only by pressing the button: opening the page or looking ahead changes nothing', async () => {
    const { html, events, mailing } = await delivered();
    const path = linkIn(html, 'u');
    const page = await app.anonymous.get(path);
    expect(page.status).toBe(200);
    expect(page.text).toContain('<form method="post">');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    await app.anonymous.get(path, { purpose: 'prefetch' });
    await app.anonymous.send('HEAD', path, undefined, {});
    expect(await events()).toEqual([]);
    expect((await mailing.owner.client.get('/api/email/suppressions')).body.data).toEqual([]);
  });

  it('not with the token of another link', async () => {
    const { html, events } = await delivered();
    const others = [
      linkIn(html, 'o').replace('/e/o/', '/e/u/').replace('.gif', ''),
      linkIn(html, 'c').replace('/e/c/', '/e/u/'),
      changed(linkIn(html, 'u')),
    ];
    for (const path of others) {
      expect((await app.anonymous.get(path)).status).toBe(404);
      expect((await app.anonymous.post(path, ONE_CLICK, FORM)).status).toBe(404);
    }
    expect(await events()).toEqual([]);
  });
});
