import { request } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { address, TestMailing } from './mailing.js';
import { type Owner, SendingStage } from './sending-stage.js';

let stage: SendingStage;
beforeAll(async () => {
  stage = await SendingStage.open();
});

/** What is answered by a name: `fetch` does not let one be said. */
async function ask(path: string, host: string) {
  const { port } = new URL(stage.app.url);
  const answer = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    const headers = { host, 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0' };
    request({ host: '127.0.0.1', port, path, headers }, resolve).on('error', reject).end();
  });
  return { status: answer.statusCode, location: answer.headers.location, text: await textOf(answer) };
}
const newDomain = () => `${address().slice(0, 8)}.test`;

/** An identity whose tracking domain was looked at. */
async function tracked(owner: Owner, domain: string, cname: string | undefined, name = `links.${domain}`) {
  const identity = await stage.identity(owner, `${address().slice(0, 8)}@${domain}`, {
    tracking_domain: name,
  });
  const path = `/api/email/identities/${identity.id}`;
  const look = async (leadsTo: string | undefined) => {
    stage.dns.zones.set(name, leadsTo === undefined ? {} : { cname: leadsTo });
    const { body } = await owner.client.post(`${path}/domain-check`);
    return body.data.checks.find(({ about }: { about: string }) => about === 'tracking');
  };
  return { identity, path, name, look, check: await look(cname) };
}
async function mailedFrom(owner: Owner, fromEmail: string, html: string, settings: object = {}) {
  const email = address();
  const mailing = await TestMailing.make(
    stage.app,
    [email],
    { fromEmail, html, settings: { ...settings } },
    owner,
  );
  await mailing.sent();
  return { mailing, email, html: stage.sink.mailsTo(email)[0]?.mail.html ?? '' };
}
const LINK = '<p><a href="https://shop.test/offer">look</a></p>';

describe('a tracking domain', () => {
  it('is shown with its record, and links and pictures go by it as long as it leads here', async () => {
    const owner = await stage.app.newUser();
    const domain = newDomain();
    const { identity, path, name, look, check } = await tracked(owner, domain, undefined);
    const record = { type: 'CNAME', name, value: 'links.test' };
    expect(identity).toMatchObject({
      tracking_domain: name,
      tracking_active: false,
      tracking_record: record,
    });
    expect(check).toMatchObject({ state: 'missing', record });
    const before = await mailedFrom(owner, identity.from_email, LINK);
    expect(before.html).toContain('http://links.test/e/c/');
    expect((await look('LINKS.test')).state).toBe('ok');
    expect((await owner.client.get(path)).body.data.tracking_active).toBe(true);
    const { mailing, email, html } = await mailedFrom(owner, identity.from_email, LINK);
    const link = new RegExp(`http://${name}(/e/c/[\\w-]+)`).exec(html)?.[1] ?? '';
    const pixel = new RegExp(`http://${name}(/e/o/[\\w-]+\\.gif)`).exec(html)?.[1] ?? '';
    expect(html).toContain('http://links.test/e/u/');
    expect(await ask(link, name)).toMatchObject({ status: 302, location: 'https://shop.test/offer' });
    expect((await ask(pixel, `${name.toUpperCase()}:80`)).status).toBe(200);
    expect(await mailing.message(email)).toMatchObject({ click_count: 1, open_count: 1 });
    expect((await look('elsewhere.test')).state).toBe('wrong');
    const after = await mailedFrom(owner, identity.from_email, LINK);
    expect(after.html).toContain('http://links.test/e/c/');
    await look('links.test');
    stage.dns.zones.set(name, { trouble: 'fails' });
    await owner.client.post(`${path}/domain-check`);
    expect((await owner.client.get(path)).body.data.tracking_active).toBe(true);
    const changed = await owner.client.put(path, { tracking_domain: `go.${domain}` });
    expect(changed.body.data).toMatchObject({ tracking_domain: `go.${domain}`, tracking_active: false });
    const none = await owner.client.put(path, { tracking_domain: null });
    expect(none.body.data).toMatchObject({ tracking_domain: null, tracking_record: null });
  });

  it('leads nowhere but to links and pictures of its owner', async () => {
    const [owner, stranger] = [await stage.app.newUser(), await stage.app.newUser()];
    const { identity, name } = await tracked(owner, newDomain(), 'links.test');
    const theirs = await stage.identity(stranger, `x@${newDomain()}`);
    const mine = await mailedFrom(owner, identity.from_email, LINK);
    const other = await mailedFrom(stranger, theirs.from_email, LINK.replace('offer', 'evil'));
    const counted = await mailedFrom(stranger, theirs.from_email, LINK, { tracking: 'aggregate' });
    const pathIn = (html: string, kind: string) => new RegExp(`/e/${kind}/[\\w-]+`).exec(html)?.[0] ?? '';
    expect((await ask(pathIn(mine.html, 'c'), name)).status).toBe(302);
    for (const path of [
      pathIn(other.html, 'c'),
      pathIn(counted.html, 'c'),
      pathIn(other.html, 'u'),
      pathIn(mine.html, 'u'),
      '/api/leads',
      '/health/live',
      '/e/c/https%3A%2F%2Fevil.test',
      '/e/c/?url=https://evil.test',
      '//evil.test/e/c/',
    ]) {
      const { status, location } = await ask(path, name);
      expect([path, [401, 404].includes(status ?? 0), location]).toEqual([path, true, undefined]);
    }
    expect((await ask(pathIn(other.html, 'c'), 'links.test')).status).toBe(302);
    for (const host of ['nobody.test', '127.0.0.1', 'x'.repeat(300), `${name}.`])
      expect([302, 400]).toContain((await ask(pathIn(mine.html, 'c'), host)).status);
  });

  it('is one account’s alone, and a name below the domain of the address', async () => {
    const [owner, stranger] = [await stage.app.newUser(), await stage.app.newUser()];
    const domain = newDomain();
    expect((await tracked(owner, domain, 'links.test')).check.state).toBe('ok');
    const second = await tracked(stranger, domain, 'links.test');
    expect(second.check).toMatchObject({
      state: 'wrong',
      advice: expect.stringContaining('another account'),
    });
    expect((await stranger.client.get(second.path)).body.data.tracking_active).toBe(false);
    const wanted = { name: 'x', from_email: `a@${newDomain()}` };
    const refused = async (tracking_domain: unknown) => {
      const { status, body } = await owner.client.post('/api/email/identities', {
        ...wanted,
        tracking_domain,
      });
      return [status, body.code];
    };
    const own = wanted.from_email.split('@')[1]!;
    for (const name of [own, `links.${domain}`, `x${own}`])
      expect(await refused(name)).toEqual([422, 'email/tracking-domain-unfit']);
    for (const name of ['https://links.test/', 'a b', `l.${own}:80`, '', `l..${own}`, 7])
      expect((await refused(name))[0]).toBe(400);
    const unverified = { ...wanted, tracking_domain: `links.${own}` };
    const { body } = await owner.client.post('/api/email/identities', unverified);
    stage.dns.zones.set(`links.${own}`, { cname: 'links.test' });
    const looked = await owner.client.post(`/api/email/identities/${body.data.id}/domain-check`);
    expect(looked.body.data.identity.tracking_active).toBe(false);
  });
});
