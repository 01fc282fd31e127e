import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import type { EventDelivery } from './event-delivery.js';
import { provenBy } from './proofs.js';

const now = () => String(Math.floor(Date.now() / 1_000));
const delivery = (changes: Partial<EventDelivery>): EventDelivery => ({
  text: '{"a":1}',
  body: { a: 1 },
  headers: {},
  ip: '203.0.113.7',
  ...changes,
});
const proof = (secret: string, networks: string[] = []) => ({ secret, networks });

describe('SendGrid', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const signed = (text: string, timestamp = now()) => ({
    'x-twilio-email-event-webhook-timestamp': timestamp,
    'x-twilio-email-event-webhook-signature': sign(
      'sha256',
      Buffer.from(timestamp + text),
      privateKey,
    ).toString('base64'),
  });

  it('signs with its private key over time and exact bytes', () => {
    const headers = signed('{"a":1}');
    expect(provenBy('sendgrid', proof(key), delivery({ headers }))).toEqual({ token: null });
    expect(provenBy('sendgrid', proof(key), delivery({ headers, text: '{"a": 1}' }))).toBeUndefined();
  });

  it('is refused when it is older than five minutes, from the future, unsigned, or under another key', () => {
    const at = (seconds: number) => String(Math.floor(Date.now() / 1_000) + seconds);
    for (const [seconds, good] of [
      [-299, true],
      [-302, false],
      [302, false],
    ] as const)
      expect(
        provenBy('sendgrid', proof(key), delivery({ headers: signed('{"a":1}', at(seconds)) })) !== undefined,
      ).toBe(good);
    expect(provenBy('sendgrid', proof(key), delivery({}))).toBeUndefined();
    const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).publicKey;
    const theirs = other.export({ type: 'spki', format: 'der' }).toString('base64');
    expect(provenBy('sendgrid', proof(theirs), delivery({ headers: signed('{"a":1}') }))).toBeUndefined();
    expect(provenBy('sendgrid', proof('no key'), delivery({ headers: signed('{"a":1}') }))).toBeUndefined();
    const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey;
    const wrong = rsa.export({ type: 'spki', format: 'der' }).toString('base64');
    expect(provenBy('sendgrid', proof(wrong), delivery({ headers: signed('{"a":1}') }))).toBeUndefined();
  });
});

describe('Mailgun', () => {
  const body = (timestamp: string, token: string, key = 'signing-key') => ({
    signature: {
      timestamp,
      token,
      signature: createHmac('sha256', key)
        .update(timestamp + token)
        .digest('hex'),
    },
  });

  it('signs time and token, and the token is told so that it is good once', () => {
    expect(provenBy('mailgun', proof('signing-key'), delivery({ body: body(now(), 't1') }))).toEqual({
      token: 't1',
    });
  });

  it('is refused when the token, the time or the key is another', () => {
    const good = body(now(), 't1');
    const changed = { signature: { ...good.signature, token: 't2' } };
    for (const wrong of [changed, body('1', 't1'), body(now(), 't1', 'other'), {}, { signature: [] }])
      expect(provenBy('mailgun', proof('signing-key'), delivery({ body: wrong }))).toBeUndefined();
  });
});

describe('Resend', () => {
  const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
  const signed = (text: string, at = new Date()) => ({
    'svix-id': 'msg_1',
    'svix-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'svix-signature': `v1,AAAA ${new Webhook(secret).sign('msg_1', at, text)}`,
  });

  it('signs as the reference library does, with one of several signatures', () => {
    expect(provenBy('resend', proof(secret), delivery({ headers: signed('{"a":1}') }))).toEqual({
      token: null,
    });
  });

  it('is refused when bytes, id or time are others', () => {
    const headers = signed('{"a":1}');
    expect(provenBy('resend', proof(secret), delivery({ headers, text: '{"a":2}' }))).toBeUndefined();
    expect(
      provenBy('resend', proof(secret), delivery({ headers: { ...headers, 'svix-id': 'x' } })),
    ).toBeUndefined();
    const old = signed('{"a":1}', new Date(Date.now() - 302_000));
    expect(provenBy('resend', proof(secret), delivery({ headers: old }))).toBeUndefined();
  });
});

describe.each(['postmark', 'brevo', 'generic'] as const)('%s', (provider) => {
  it('shows the password or token that it was given', () => {
    const basic = `Basic ${Buffer.from('any:p4ss:word').toString('base64')}`;
    expect(
      provenBy(provider, proof('p4ss:word'), delivery({ headers: { authorization: basic } })),
    ).toBeDefined();
    expect(
      provenBy(provider, proof('t'), delivery({ headers: { authorization: 'Bearer t' } })),
    ).toBeDefined();
    expect(provenBy(provider, proof('t'), delivery({ headers: { 'x-webhook-secret': 't' } }))).toBeDefined();
  });

  it('is refused with another, with none, and where we have none', () => {
    for (const headers of [
      {},
      { authorization: 'Bearer x' },
      { authorization: 'Basic' },
      { 'x-webhook-secret': '' },
    ])
      expect(provenBy(provider, proof('t'), delivery({ headers }))).toBeUndefined();
    expect(
      provenBy(provider, proof(''), delivery({ headers: { authorization: 'Bearer ' } })),
    ).toBeUndefined();
  });

  it('is refused from another address where its own are named', () => {
    const headers = { authorization: 'Bearer t' };
    expect(provenBy(provider, proof('t', ['203.0.113.0/24']), delivery({ headers }))).toBeDefined();
    expect(
      provenBy(provider, proof('t', ['203.0.113.0/24']), delivery({ headers, ip: '::ffff:203.0.113.9' })),
    ).toBeDefined();
    expect(provenBy(provider, proof('t', ['198.51.100.1']), delivery({ headers }))).toBeUndefined();
    expect(
      provenBy(provider, proof('t', ['2001:db8::/32']), delivery({ headers, ip: '2001:db8::1' })),
    ).toBeDefined();
  });
});
