import { isSignedBy, signedHeaders } from '../../platform/channels/dkim-check.js';
import { address, TestMailing } from './mailing.js';
import { SendingStage } from './sending-stage.js';

let stage: SendingStage;
beforeAll(async () => {
  stage = await SendingStage.open();
});

const create = async (from_email: string, more: object = {}) => {
  const owner = await stage.app.newUser();
  const { status, body } = await owner.client.post('/api/email/identities', {
    name: 'Shop',
    from_email,
    ...more,
  });
  expect(status).toBe(201);
  return { owner, identity: body.data, path: `/api/email/identities/${body.data.id}` };
};
const domain = () => `${address().slice(0, 8)}.test`;
const linkTo = (email: string) => {
  const found = /http:\/\/links\.test(\/e\/i\/[\w-]+)/.exec(
    stage.sink.mailsTo(email).at(-1)?.mail.text ?? '',
  );
  if (!found?.[1]) throw new Error('No link in the mail');
  return found[1];
};

describe('an identity', () => {
  it('sends no campaign before its address was confirmed by the link in a mail to it', async () => {
    const from = `news@${domain()}`;
    const { owner, identity, path } = await create(from, { from_name: 'The Shop' });
    expect(identity).toMatchObject({ verified: false, dkim_active: false, from_email: from });
    const open = () => TestMailing.make(stage.app, [address()], { fromEmail: from.toUpperCase() }, owner);
    await expect(open()).rejects.toMatchObject({ code: 'email/identity-unverified' });
    expect((await owner.client.post(`${path}/verification`)).body.data).toEqual({ sent: true });
    expect(await owner.client.post(`${path}/verification`)).toMatchObject({ status: 429 });
    const link = linkTo(from);
    expect((await stage.app.anonymous.get(link)).text).toContain('<form method="post">');
    expect((await owner.client.get(path)).body.data.verified).toBe(false);
    expect((await stage.app.anonymous.post(link)).status).toBe(200);
    expect((await owner.client.get(path)).body.data).toMatchObject({ verified: true, verified_by: 'link' });
    expect((await owner.client.post(`${path}/verification`)).body.code).toBe('email/identity-verified');
  });

  it('is the sender of its mail, and answers go where it says', async () => {
    const from = `news@${domain()}`;
    const owner = await stage.app.newUser();
    await stage.identity(owner, from, { reply_to: 'help@shop.test' });
    const email = address();
    const mailing = await TestMailing.make(stage.app, [email], { fromEmail: from }, owner);
    await mailing.sent();
    const [received] = stage.sink.mailsTo(email);
    expect(received?.from).toBe(from);
    expect(received?.mail.from).toMatchObject({ name: 'The Shop', address: from });
    expect(received?.mail.replyTo?.[0]?.address).toBe('help@shop.test');
    expect(received?.raw).not.toMatch(/^DKIM-Signature/m);
  });

  it('is confirmed by no other link, and by none that was changed', async () => {
    const from = `news@${domain()}`;
    const { owner, path } = await create(from);
    await owner.client.post(`${path}/verification`);
    const link = linkTo(from);
    for (const wrong of [
      link.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      '/e/i/x',
      link.replace('/e/i/', '/e/u/'),
    ])
      expect((await stage.app.anonymous.post(wrong)).status).toBe(404);
    await owner.client.delete(path);
    expect((await stage.app.anonymous.post(link)).status).toBe(404);
  });

  it('is one of an address, and nobody else’s', async () => {
    const from = `news@${domain()}`;
    const { owner, path } = await create(from);
    const stranger = await stage.app.newUser();
    const again = await owner.client.post('/api/email/identities', {
      name: 'x',
      from_email: from.toUpperCase(),
    });
    expect({ status: again.status, code: again.body.code }).toEqual({
      status: 409,
      code: 'email/identity-exists',
    });
    for (const [method, more, body] of [
      ['GET', ''],
      ['PUT', '', { name: 'x' }],
      ['DELETE', ''],
      ['POST', '/verification'],
      ['POST', '/domain-check'],
      ['GET', '/warm-up'],
    ] as const)
      expect((await stranger.client.send(method, path + more, body, {})).status).toBe(404);
    const email = address();
    const stolen = await TestMailing.make(stage.app, [email], { fromEmail: from }, stranger);
    await stolen.sent();
    expect(await stolen.report()).toMatchObject({ sent: 1 });
    expect(stage.sink.mailsTo(email)[0]?.from).toBe('team@sender.test');
  });

  it.each([
    { from_email: 'no address' },
    { from_email: 'a@b.test\r\nBcc: x@evil.test' },
    { warm_up: { from: 'today', start: 1, growth: 2, target: 3 } },
    { warm_up: { from: '2026-11-28', start: 1, growth: 0.5, target: 3 } },
    { per_day: 1.5 },
  ])('with %j is refused', async (wrong) => {
    const { client } = await stage.app.newUser();
    const { status } = await client.post('/api/email/identities', {
      name: 'x',
      from_email: 'a@b.test',
      ...wrong,
    });
    expect(status).toBe(400);
  });
});

describe('the domain of an identity', () => {
  it('is told what is missing, and what to publish', async () => {
    const name = domain();
    stage.dns.zones.set(name, {});
    const { owner, path, identity } = await create(`news@${name}`);
    const { body } = await owner.client.post(`${path}/domain-check`);
    expect(body.data).toMatchObject({ domain: name, ok: false, identity: { verified: false } });
    const missing = body.data.checks.map(
      ({ about, state }: { about: string; state: string }) => `${about} ${state}`,
    );
    expect(missing).toEqual([
      'verification missing',
      'spf missing',
      'dkim missing',
      'dmarc missing',
      'mx missing',
    ]);
    const dkim = body.data.checks.find(({ about }: { about: string }) => about === 'dkim');
    expect(dkim.record).toEqual(identity.dkim_record);
  });

  it('verifies the identity when it says so, and from then on its mail is signed', async () => {
    const name = domain();
    const from = `news@${name}`;
    const { owner, path, identity } = await create(from);
    const { dkim_record: dkim, verification_record: proof } = identity;
    stage.dns.zones.set(name, { mx: [[10, `mx.${name}`]], txt: ['v=spf1 -all'] });
    stage.dns.zones.set(proof.name, { txt: [proof.value] });
    stage.dns.zones.set(dkim.name, { txt: [dkim.value] });
    stage.dns.zones.set(`_dmarc.${name}`, { txt: ['v=DMARC1; p=quarantine'] });
    const { body } = await owner.client.post(`${path}/domain-check`);
    expect(body.data).toMatchObject({
      ok: true,
      identity: { verified: true, verified_by: 'dns', dkim_active: true },
    });
    const email = address();
    await (await TestMailing.make(stage.app, [email], { fromEmail: from }, owner)).sent();
    const raw = stage.sink.mailsTo(email)[0]?.raw ?? '';
    expect(signedHeaders(raw)).toEqual(
      expect.arrayContaining(['from', 'list-unsubscribe', 'list-unsubscribe-post']),
    );
    expect(isSignedBy(raw, dkim.value.split('p=')[1])).toBe(true);
    stage.dns.zones.set(dkim.name, { txt: [] });
    const gone = await owner.client.post(`${path}/domain-check`);
    expect(gone.body.data.identity).toMatchObject({ verified: true, dkim_active: false });
  });

  it('is unknown while name servers do not answer, which changes nothing', async () => {
    const name = domain();
    const { owner, path } = await create(`news@${name}`);
    for (const one of [name, `_dmarc.${name}`]) stage.dns.zones.set(one, { trouble: 'fails' });
    const { body } = await owner.client.post(`${path}/domain-check`);
    const spf = body.data.checks.find(({ about }: { about: string }) => about === 'spf');
    expect(spf.state).toBe('unknown');
  });
});
