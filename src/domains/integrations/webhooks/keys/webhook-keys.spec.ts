import { createHmac, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { Webhook as Reference } from 'standardwebhooks';
import { Webhook as Svix } from 'svix';
import { checkedSecret, newSecret, rotated, signedHeaders } from './webhook-keys.js';

const ID = '0198c0de-5eed-7000-8000-000000000001';
const keysOf = (secret: string) => ({ secret, former: null, headers: {} });

describe('a signed delivery', () => {
  it('is accepted by the reference verifiers, whatever its body', () => {
    fc.assert(
      fc.property(fc.json(), fc.uint8Array({ minLength: 24, maxLength: 64 }), (body, bytes) => {
        const secret = checkedSecret(`whsec_${Buffer.from(bytes).toString('base64')}`)!;
        const headers = signedHeaders(keysOf(secret), ID, body);
        expect(() => new Reference(secret).verify(body, headers)).not.toThrow();
        expect(() => new Svix(secret).verify(body, headers)).not.toThrow();
      }),
    );
  });

  it('is refused by them when one byte is another, or the secret is', () => {
    const secret = newSecret();
    const headers = signedHeaders(keysOf(secret), ID, '{"a":1}');
    for (const Verifier of [Reference, Svix]) {
      expect(() => new Verifier(secret).verify('{"a":2}', headers)).toThrow(/signature/i);
      expect(() => new Verifier(newSecret()).verify('{"a":1}', headers)).toThrow(/signature/i);
      const late = { ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) - 301) };
      expect(() => new Verifier(secret).verify('{"a":1}', late)).toThrow(/timestamp/i);
    }
  });

  it('bears the header of before, over exactly the bytes that are sent', () => {
    const secret = 'an-old-secret-that-somebody-chose';
    const body = '{"name":"Ünïcode",  "b":1}';
    const expected = createHmac('sha256', secret).update(body).digest('hex');
    expect(signedHeaders(keysOf(secret), ID, body)['x-webhook-signature']).toBe(`sha256=${expected}`);
    const headers = signedHeaders(keysOf(secret), ID, body);
    expect(() => new Reference(secret, { format: 'raw' }).verify(body, headers)).not.toThrow();
  });

  it('bears both signatures while a rotation overlaps, and one afterwards', () => {
    const [old, next] = [newSecret(), newSecret()];
    const keys = rotated(keysOf(old), next, 60_000);
    const now = signedHeaders(keys, ID, '{}');
    expect(now['webhook-signature']?.split(' ')).toHaveLength(2);
    for (const secret of [old, next])
      for (const Verifier of [Reference, Svix])
        expect(() => new Verifier(secret).verify('{}', now)).not.toThrow();
    const later = signedHeaders(keys, ID, '{}', new Date(Date.now() + 61_000));
    expect(later['webhook-signature']?.split(' ')).toHaveLength(1);
    expect(rotated(keysOf(old), next, 0).former).toBeNull();
  });
});

describe('a secret', () => {
  it('that we make is one that we would take', () => {
    const secret = newSecret();
    expect(checkedSecret(secret)).toBe(secret);
    expect(checkedSecret(null)).toBeUndefined();
  });

  it.each([
    '',
    'short',
    `whsec_${randomBytes(23).toString('base64')}`,
    `whsec_${randomBytes(65).toString('base64')}`,
    'whsec_not base64 at all, though it is long enough',
    `${'x'.repeat(30)}\n`,
    'ü'.repeat(30),
  ])('as %j is refused', (secret) => {
    expect(() => checkedSecret(secret)).toThrow(expect.objectContaining({ code: 'webhooks/secret-unfit' }));
  });
});
