import { address, linkIn, TestMailing } from './mailing.js';
import { type Owner, SendingStage } from './sending-stage.js';

let stage: SendingStage;
beforeAll(async () => {
  stage = await SendingStage.open();
});

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

/** A reader with a mail, and the link behind which they choose. */
async function reader(owner: Owner) {
  const email = address();
  const mailing = await TestMailing.make(stage.app, [email], {}, owner);
  await mailing.sent();
  const unsubscribe = linkIn(stage.sink.mailsTo(email)[0]?.mail.html ?? '', 'u');
  const { text } = await stage.app.anonymous.get(unsubscribe);
  const link = /href="http:\/\/links\.test(\/e\/p\/[\w-]+)"/.exec(text)?.[1] ?? '';
  const choose = (form: Record<string, string>) =>
    stage.app.anonymous.post(link, new URLSearchParams(form).toString(), FORM);
  const mailed = async (settings: object = {}) => {
    const next = await TestMailing.make(stage.app, [email], { settings: { ...settings } }, owner);
    await next.sent();
    return (await next.report()).skipped_by_reason;
  };
  return { email, link, choose, mailed };
}

async function topics({ client }: Owner, ...names: string[]): Promise<string[]> {
  const made = names.map((name, position) => client.post('/api/email/topics', { name, position }));
  return (await Promise.all(made)).map(({ body }) => body.data.id);
}

describe('a reader chooses', () => {
  it('topics, and is not written to about the others', async () => {
    const owner = await stage.app.newUser();
    const [news, offers] = await topics(owner, 'News', 'Offers <b>');
    const { link, choose, mailed } = await reader(owner);
    const page = await stage.app.anonymous.get(link);
    expect(page.text).toContain('Offers &lt;b&gt;');
    expect(page.text.match(/ checked/g)).toHaveLength(2);
    expect((await choose({ [`topic-${news}`]: 'yes', pause: 'no' })).status).toBe(200);
    expect(await mailed({ topic_id: offers })).toEqual({ topic_declined: 1 });
    expect(await mailed({ topic_id: news })).toEqual({});
    expect(await mailed()).toEqual({});
    expect((await stage.app.anonymous.get(link)).text.match(/ checked/g)).toHaveLength(1);
    await choose({ [`topic-${news}`]: 'yes', [`topic-${offers}`]: 'yes' });
    expect(await mailed({ topic_id: offers })).toEqual({});
  });

  it('a pause, and is written to again when it is over', async () => {
    const owner = await stage.app.newUser();
    const { email, link, choose, mailed } = await reader(owner);
    await choose({ pause: '30' });
    expect(await mailed()).toEqual({ paused: 1 });
    expect((await stage.app.anonymous.get(link)).text).toMatch(/until 20\d\d-\d\d-\d\d, as now/);
    await choose({ pause: '' });
    expect(await mailed()).toEqual({ paused: 1 });
    await stage.app.sql('update email_pauses set until = now() where email_norm = $1', [email]);
    expect(await mailed()).toEqual({});
    await choose({ pause: '7' });
    await choose({ pause: 'no' });
    expect(await mailed()).toEqual({});
  });

  it('nothing any more, and may take that back, but not a complaint', async () => {
    const owner = await stage.app.newUser();
    const { email, link, choose, mailed } = await reader(owner);
    await choose({ choice: 'none' });
    expect(await mailed()).toEqual({ 'suppressed:unsubscribed': 1 });
    expect((await stage.app.anonymous.get(link)).text).toContain('At the moment we send you nothing');
    await choose({ choice: 'some' });
    expect(await mailed()).toEqual({});
    await owner.client.post('/api/email/suppressions', { email, reason: 'complaint' });
    await choose({ choice: 'some' });
    expect(await mailed()).toEqual({ 'suppressed:complaint': 1 });
  });

  it('only by pressing a button, only by their own link, and only what is their sender’s', async () => {
    const owner = await stage.app.newUser();
    const stranger = await stage.app.newUser();
    const [theirs] = await topics(stranger, 'Theirs');
    const { email, link, choose, mailed } = await reader(owner);
    await stage.app.anonymous.get(link, { purpose: 'prefetch' });
    await stage.app.anonymous.send('HEAD', link, undefined, {});
    await choose({ 'topic-x': 'yes', [`topic-${theirs}`]: 'yes', pause: '9999', other: 'x' });
    expect(await mailed()).toEqual({});
    for (const wrong of [
      link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      link.replace('/e/p/', '/e/u/'),
      '/e/p/x',
    ]) {
      expect((await stage.app.anonymous.get(wrong)).status).toBe(404);
      expect((await stage.app.anonymous.post(wrong, 'choice=none', FORM)).status).toBe(404);
    }
    const rows = await stage.app.sql('select from email_topics_declined where email_norm = $1', [email]);
    expect(rows).toEqual([]);
  });
});

describe('a topic', () => {
  it('is replaced, listed and deleted by its owner alone', async () => {
    const owner = await stage.app.newUser();
    const stranger = await stage.app.newUser();
    const [id] = await topics(owner, 'News');
    const path = `/api/email/topics/${id}`;
    const { body } = await owner.client.put(path, { name: 'Weekly', description: 'Once a week' });
    expect(body.data).toMatchObject({ name: 'Weekly', description: 'Once a week', position: 0 });
    expect((await owner.client.get('/api/email/topics')).body.data).toHaveLength(1);
    expect((await stranger.client.put(path, { name: 'x' })).status).toBe(404);
    expect((await stranger.client.delete(path)).status).toBe(404);
    expect((await owner.client.delete(path)).status).toBe(200);
    expect((await owner.client.post('/api/email/topics', { name: '' })).status).toBe(400);
  });
});

describe('the list of who is not written to', () => {
  const csv = { 'content-type': 'text/csv' };

  it('is taken in from a file and given out as one, whatever its addresses look like', async () => {
    const { client } = await stage.app.newUser();
    const file =
      'email,reason\r\n"=A@b.test",hard_bounce\r\nc@d.test\nno address\nc@d.test,complaint\ne@f.test,because\n';
    const taken = await client.post('/api/email/suppressions/import', file, csv);
    expect(taken.body.data).toEqual({ rows: 5, added: 2, known: 0, invalid: 2, invalid_lines: [4, 6] });
    const listed = await client.get('/api/email/suppressions');
    expect(
      listed.body.data
        .map(({ email, reason, stream }: Record<string, string>) => [email, reason, stream])
        .toSorted(),
    ).toEqual([
      ['=a@b.test', 'hard_bounce', 'all'],
      ['c@d.test', 'complaint', 'all'],
    ]);
    const given = await client.get('/api/email/suppressions/export.csv');
    expect(given.headers.get('content-type')).toContain('text/csv');
    expect(given.text).toMatch(/^email,reason,source,created_at\r\n'=a@b\.test,hard_bounce,import,/);
    const other = await stage.app.newUser();
    expect(
      (await other.client.get('/api/email/suppressions/export.csv')).text.trim().split('\r\n'),
    ).toHaveLength(1);
    const again = await other.client.post('/api/email/suppressions/import', given.text, csv);
    expect(again.body.data).toMatchObject({ rows: 2, added: 2, invalid: 0 });
  });

  it('takes no milder reason for a harder one, no endless file, and nothing that is none', async () => {
    const { client } = await stage.app.newUser();
    await client.post('/api/email/suppressions', { email: 'a@b.test', reason: 'complaint' });
    const taken = await client.post('/api/email/suppressions/import', 'a@b.test,unsubscribed\n', csv);
    expect(taken.body.data).toMatchObject({ added: 0, known: 1 });
    expect((await client.get('/api/email/suppressions')).body.data).toMatchObject([{ reason: 'complaint' }]);
    expect((await client.post('/api/email/suppressions/import', { email: 'a@b.test' })).status).toBe(400);
    const html = { 'content-type': 'text/html' };
    expect((await client.post('/api/email/suppressions/import', 'a@b.test', html)).status).toBe(415);
    const endless = 'a'.repeat(21 * 2 ** 20);
    const refused = await client
      .post('/api/email/suppressions/import', endless, csv)
      .catch(() => ({ status: 413 }));
    expect(refused.status).toBe(413);
  });

  it('keeps why an address was taken off it', async () => {
    const { client } = await stage.app.newUser();
    await client.post('/api/email/suppressions', { email: 'a@b.test', reason: 'complaint' });
    const off = `/api/email/suppressions?email=a@b.test&reason=${encodeURIComponent('Called and asked for it')}`;
    expect((await client.delete(off)).status).toBe(200);
    expect((await client.delete(off)).status).toBe(404);
    const { body } = await client.get('/api/email/suppressions/removals');
    expect(body.data).toMatchObject([
      { email: 'a@b.test', reason: 'complaint', removal_reason: 'Called and asked for it' },
    ]);
    const stranger = await stage.app.newUser();
    expect((await stranger.client.get('/api/email/suppressions/removals')).body.data).toEqual([]);
  });
});
