import { Marketer } from '../../automation/marketer.js';
import { address, deliverDue, TestMailing } from './mailing.js';
import { type Owner, SendingStage } from './sending-stage.js';
import { PATH, sequencesOf, step } from './sequencing.js';

const POLICY = '/api/email/tracking-policy';
const READER = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0' };
const HTML = '<p>Hi <a href="https://shop.test/a?utm_source=mail&amp;x=1">look</a></p>';

let stage: SendingStage;
beforeAll(async () => {
  stage = await SendingStage.open();
});

const htmlTo = (email: string) => stage.sink.mailsTo(email)[0]?.mail.html ?? '';
const pathsIn = (html: string, kind: string) =>
  [...html.matchAll(new RegExp(`http://links\\.test(/e/${kind}/[\\w-]+(?:\\.gif)?)`, 'g'))].map(
    ([, path = '']) => path,
  );
const visit = (path: string, headers = READER) => stage.app.anonymous.get(path, headers);

async function mailed(owner: Owner, settings: object = {}, readers = 1) {
  const emails = Array.from({ length: readers }, address);
  const mailing = await TestMailing.make(stage.app, emails, { html: HTML, settings: { ...settings } }, owner);
  await mailing.sent();
  return { mailing, emails, html: emails.map(htmlTo) };
}
const policy = ({ client }: Owner, tracking: unknown) => client.put(POLICY, { tracking });

describe('mail that counts without the person', () => {
  it('has the same picture and the same links for everybody, and counts them for the mailing alone', async () => {
    const owner = await stage.app.newUser();
    const { mailing, emails, html } = await mailed(owner, { tracking: 'aggregate' }, 2);
    const [pixel, ...others] = [...new Set(html.flatMap((one) => pathsIn(one, 'o')))];
    const [link, ...more] = [...new Set(html.flatMap((one) => pathsIn(one, 'c')))];
    expect([others, more]).toEqual([[], []]);
    for (let at = 0; at < 3; at++)
      expect((await visit(pixel!)).headers.get('content-type')).toBe('image/gif');
    const { status, headers } = await visit(link!);
    expect([status, headers.get('location')]).toEqual([302, 'https://shop.test/a?utm_source=mail&x=1']);
    await visit(pixel!, { 'user-agent': 'curl/8' });
    expect((await visit(link!, { 'user-agent': 'SafeLinks scanner' })).status).toBe(302);
    expect(await mailing.report()).toMatchObject({
      opened: null,
      clicked: null,
      readers_unknown: expect.stringContaining('without the person'),
      anonymous_opens: 3,
      anonymous_clicks: 1,
      rates: { delivery: 100, open: null, click: null, unsubscribe: 0 },
    });
    for (const email of emails)
      expect(await mailing.message(email)).toMatchObject({ open_count: 0, click_count: 0, opened_at: null });
    const noted = await stage.app.sql(
      `select event_type from email_events where created_by = $1 and event_type in ('opened', 'clicked')`,
      [owner.id],
    );
    expect(noted).toEqual([]);
  });

  it('does not believe a provider who tells who it was', async () => {
    const owner = await stage.app.newUser();
    const { client } = owner;
    const endpoint = await client.post('/api/email/event-endpoints', { name: 'E', provider: 'generic' });
    const { url, secret } = endpoint.body.data;
    const opened = async (tracking: string) => {
      const { mailing, emails } = await mailed(owner, { tracking });
      const { id } = await mailing.message(emails[0]!);
      for (const type of ['opened', 'clicked', 'delivered'])
        await stage.app.anonymous.post(
          new URL(url).pathname,
          { type, message_id: id },
          { authorization: `Bearer ${secret}` },
        );
      const rows = await stage.app.sql<{ event_type: string }>(
        'select event_type from email_events where message_id = $1 order by event_type',
        [id],
      );
      return rows.map(({ event_type }) => event_type);
    };
    expect(await opened('aggregate')).toEqual(['delivered']);
    expect(await opened('off')).toEqual(['delivered']);
    expect(await opened('individual')).toEqual(['clicked', 'delivered', 'opened']);
  });

  it('takes no link of another kind, or that was changed', async () => {
    const owner = await stage.app.newUser();
    const { mailing, html } = await mailed(owner, { tracking: 'aggregate' });
    const [pixel = ''] = pathsIn(html[0]!, 'o');
    const [link = ''] = pathsIn(html[0]!, 'c');
    const [unsubscribe = ''] = pathsIn(html[0]!, 'u');
    const swapped = [
      pixel.replace('/e/o/', '/e/c/').replace('.gif', ''),
      unsubscribe.replace('/e/u/', '/e/c/'),
      link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
    ];
    for (const path of swapped) expect((await visit(path)).status).toBe(404);
    await visit(`${link.replace('/e/c/', '/e/o/')}.gif`);
    expect(await mailing.report()).toMatchObject({ anonymous_opens: 0, anonymous_clicks: 0 });
  });
});

describe('figures of mail that counts without the person', () => {
  it('say that readers are unknown, and leave them out of the rates of others', async () => {
    const owner = await stage.app.newUser();
    const figures = async (path: string) => (await owner.client.get(`/api/email/${path}`)).body.data;
    const { mailing, html } = await mailed(owner, { tracking: 'aggregate' }, 3);
    await visit(pathsIn(html[0]!, 'o')[0]!);
    const of = `campaigns/${mailing.campaignId}/metrics`;
    const unknown = { total_opened: null, total_clicked: null, open_rate: null, click_rate: null };
    expect(await figures(of)).toMatchObject({
      ...unknown,
      total_delivered: 3,
      delivery_rate: 100,
      engagement_score: null,
      readers_unknown: expect.stringContaining('not known'),
      anonymous_opens: 1,
      insights: [],
      comparison: { vs_last_campaign: null, vs_average: null },
    });
    expect(await figures('analytics')).toMatchObject({
      delivered: 3,
      openRate: null,
      clickRate: null,
      readers_unknown: expect.any(String),
      insights: [],
    });
    const seen = await mailed(owner, { tracking: 'individual' }, 2);
    await visit(pathsIn(seen.html[0]!, 'o')[0]!);
    expect(await figures('analytics')).toMatchObject({
      delivered: 5,
      opened: 1,
      openRate: 0.5,
      clickRate: 0,
    });
    expect(await figures(`campaigns/${seen.mailing.campaignId}/metrics`)).toMatchObject({
      total_opened: 1,
      open_rate: 50,
      readers_unknown: null,
      comparison: { vs_last_campaign: null, campaigns_compared: 0 },
    });
    const [latest, first] = await figures('campaigns');
    expect([latest, first]).toMatchObject([
      { total_opened: 1, tracking: 'individual' },
      { total_opened: null, tracking: 'aggregate' },
    ]);
  });
});

describe('mail that counts nothing', () => {
  it('has no picture, and links as they are', async () => {
    const owner = await stage.app.newUser();
    const { html } = await mailed(owner, { tracking: 'off' });
    expect(html[0]).toContain('href="https://shop.test/a?utm_source=mail&amp;x=1"');
    expect([pathsIn(html[0]!, 'o'), pathsIn(html[0]!, 'c')]).toEqual([[], []]);
    expect(pathsIn(html[0]!, 'u')).toHaveLength(1);
  });
});

describe('what an owner says of tracking', () => {
  it('holds for mailings that are opened later and say nothing of their own', async () => {
    const owner = await stage.app.newUser();
    expect((await owner.client.get(POLICY)).body.data).toEqual({ tracking: 'individual' });
    const before = await TestMailing.make(stage.app, [address()], { html: HTML }, owner);
    expect((await policy(owner, 'off')).body.data).toEqual({ tracking: 'off' });
    expect((await owner.client.get(POLICY)).body.data).toEqual({ tracking: 'off' });
    await before.sent();
    const [reader] = await before.recipients();
    expect(pathsIn(htmlTo(reader.email), 'c')).toHaveLength(1);
    expect(pathsIn((await mailed(owner)).html[0]!, 'o')).toEqual([]);
    expect(pathsIn((await mailed(owner, { tracking: 'individual' })).html[0]!, 'o')).toHaveLength(1);
    const stranger = await stage.app.newUser();
    expect((await stranger.client.get(POLICY)).body.data).toEqual({ tracking: 'individual' });
    for (const wrong of ['some', '', null, 1]) expect((await policy(owner, wrong)).status).toBe(400);
    await expect(mailed(owner, { tracking: 'some' })).rejects.toMatchObject({
      code: 'email/settings-invalid',
    });
    expect((await stage.app.anonymous.get(POLICY)).status).toBe(401);
  });

  it('holds for single mails too, and those that wait with other words keep links that lead somewhere', async () => {
    const owner = await stage.app.newUser();
    const send = async (more: object = {}) => {
      const to = address();
      const wish = { to, subject: 'Hi', body: HTML, ...more };
      const { email_id } = (await owner.client.post('/api/email/send', wish)).body;
      return { to, id: email_id as string };
    };
    await policy(owner, 'off');
    const waiting = await send({ scheduled_at: new Date(Date.now() + 3_600_000).toISOString() });
    const off = await send();
    await stage.app.drainJobs();
    expect(pathsIn(htmlTo(off.to), 'c')).toEqual([]);
    await policy(owner, 'aggregate');
    const counted = await send();
    await stage.app.sql('update email_messages set due_at = now() where id = $1', [waiting.id]);
    await deliverDue(stage.app);
    expect((await visit(pathsIn(htmlTo(counted.to), 'c')[0]!)).status).toBe(302);
    expect(htmlTo(waiting.to)).toContain('https://shop.test/a');
  });

  it('holds for the next single mail, though its words are those of the last', async () => {
    const owner = await stage.app.newUser();
    const send = async () => {
      const to = address();
      await owner.client.post('/api/email/send', { to, subject: 'Hi', body: HTML });
      await stage.app.drainJobs();
      return pathsIn(htmlTo(to), 'c')[0] ?? '';
    };
    const individual = await send();
    await policy(owner, 'aggregate');
    const [one, other] = [await send(), await send()];
    expect(one).toBe(other);
    expect(one).not.toBe(individual);
    await visit(one);
    expect(
      await stage.app.sql(
        `select from email_events where created_by = $1 and event_type in ('opened', 'clicked')`,
        [owner.id],
      ),
    ).toEqual([]);
  });

  it('holds for a sequence whose settings are changed while it is paused', async () => {
    const { id: ownerId, client } = await stage.app.newUser();
    const marketer = new Marketer(stage.app, ownerId, client);
    const { started, enrol } = sequencesOf(
      () => stage.app,
      () => marketer,
    );
    const id = await started([step('a')]);
    const picture = async () => {
      const lead = await marketer.makeLead();
      await enrol(id, lead);
      await stage.app.drainJobs();
      return pathsIn(htmlTo(lead.email), 'o')[0];
    };
    expect(await picture()).not.toBe(await picture());
    await client.post(`${PATH}/${id}/pause`);
    await client.patch(`${PATH}/${id}`, { settings: { tracking: 'aggregate' } });
    await client.post(`${PATH}/${id}/resume`);
    expect(await picture()).toBe(await picture());
  });
});
