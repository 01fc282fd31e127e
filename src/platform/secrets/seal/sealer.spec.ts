import { randomBytes, randomUUID, webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { loadSettings } from '#platform/config/load-settings';
import { type Sealed, Sealer } from './sealer.js';

const [OLDEST, OLD, CURRENT] = [randomBytes(32), randomBytes(32), randomBytes(32)] as const;
const sealerOf = (current: Buffer, ...former: Buffer[]) =>
  new Sealer(
    loadSettings({
      SECRET_MASTER_KEY: current.toString('hex'),
      SECRET_MASTER_KEYS_PREVIOUS: former.map((key) => key.toString('hex')).join(','),
    }),
  );
const sealer = sealerOf(CURRENT);
const owner = { userId: randomUUID(), service: 'openai_api_key' };
const bytesOf = (sealed: Sealed) => Buffer.from(sealed.encryptedValue, 'base64');

/** As the browser code of existing projects writes a row. */
async function sealedByWebCrypto(master: Buffer, value: string): Promise<Sealed> {
  const { subtle } = webcrypto;
  const key = await subtle.importKey('raw', new Uint8Array(master), 'AES-GCM', false, ['encrypt']);
  const iv = webcrypto.getRandomValues(new Uint8Array(12));
  const sealed = await subtle.encrypt({ name: 'AES-GCM', iv }, key, Buffer.from(value));
  return {
    encryptedValue: Buffer.from(sealed).toString('base64'),
    initializationVector: Buffer.from(iv).toString('base64'),
    keyId: null,
    format: 1,
  };
}

describe('a sealed value', () => {
  it('opens again for its owner, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (value) => {
        expect(sealer.open(owner, sealer.seal(owner, value))).toBe(value);
      }),
    );
    const sealed = sealer.seal({ ...owner, userId: owner.userId.toUpperCase() }, 'value');
    expect(sealer.open(owner, sealed)).toBe('value');
  });

  it('opens for no other user, service, key id or format', () => {
    const sealed = sealer.seal(owner, 'value');
    expect(sealer.open({ ...owner, userId: randomUUID() }, sealed)).toBeUndefined();
    expect(sealer.open({ ...owner, service: 'anthropic_api_key' }, sealed)).toBeUndefined();
    expect(sealer.open(owner, { ...sealed, format: 1 })).toBeUndefined();
    expect(sealer.open(owner, { ...sealed, format: 1, keyId: null })).toBeUndefined();
    expect(sealer.open(owner, { ...sealed, keyId: '0'.repeat(16) })).toBeUndefined();
    expect(sealerOf(OLD).open(owner, sealed)).toBeUndefined();
  });

  it('does not open with any one bit changed, or cut short', () => {
    const sealed = sealer.seal(owner, 'v'.repeat(100));
    const parts = ['initializationVector', 'encryptedValue'] as const;
    let tried = 0;
    for (const part of parts) {
      const bytes = Buffer.from(sealed[part], 'base64');
      for (let bit = 0; bit < bytes.length * 8; bit++, tried++) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8((changed[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3);
        const other = { ...sealed, [part]: changed.toString('base64') };
        expect([part, bit, sealer.open(owner, other)]).toEqual([part, bit, undefined]);
      }
      const short = { ...sealed, [part]: bytes.subarray(1).toString('base64') };
      expect(sealer.open(owner, short)).toBeUndefined();
    }
    expect(tried).toBe((12 + 100 + 16) * 8);
  });

  it('never repeats a nonce, and holds nothing of the value', () => {
    const all = Array.from({ length: 20_000 }, () => sealer.seal(owner, 'the very same value'));
    expect(new Set(all.map(({ initializationVector }) => initializationVector)).size).toBe(all.length);
    expect(new Set(all.map(({ encryptedValue }) => encryptedValue)).size).toBe(all.length);
    expect(bytesOf(sealer.seal(owner, 'canary')).toString('latin1')).not.toContain('canary');
  });

  it('of nonsense is not a value, and no error', () => {
    const nonsense = { keyId: null, format: 1, initializationVector: '', encryptedValue: '' };
    for (const text of ['', '*', 'AAAA', '0'.repeat(16), 'null', 'A'.repeat(200)])
      for (const format of [1, 2, 3])
        expect(
          sealer.open(owner, { ...nonsense, format, encryptedValue: text, initializationVector: text }),
        ).toBeUndefined();
  });
});

describe('a row that browser code has written', () => {
  it('opens with the current key and with any former one', async () => {
    const rotated = sealerOf(CURRENT, OLD, OLDEST);
    for (const master of [CURRENT, OLD, OLDEST]) {
      const sealed = await sealedByWebCrypto(master, 'sk-from-a-browser-ü');
      expect(sealed.initializationVector).toHaveLength(16);
      expect(rotated.open(owner, sealed)).toBe('sk-from-a-browser-ü');
    }
    expect(rotated.open(owner, await sealedByWebCrypto(randomBytes(32), 'x'))).toBeUndefined();
  });

  it('is laid out as ours: WebCrypto opens what we have sealed', async () => {
    const sealed = sealer.seal(owner, 'sk-from-here');
    const key = await webcrypto.subtle.importKey('raw', new Uint8Array(CURRENT), 'AES-GCM', false, [
      'decrypt',
    ]);
    const additionalData = Buffer.from(
      JSON.stringify(['user_secrets', 'encrypted_value', owner.userId, owner.service, sealer.keyId]),
    );
    const iv = new Uint8Array(Buffer.from(sealed.initializationVector, 'base64'));
    const algorithm = { name: 'AES-GCM', iv, additionalData };
    const opened = await webcrypto.subtle.decrypt(algorithm, key, new Uint8Array(bytesOf(sealed)));
    expect(Buffer.from(opened).toString()).toBe('sk-from-here');
  });
});

describe('after the master key was replaced', () => {
  const rotated = sealerOf(CURRENT, OLD);

  it('what the former one sealed still opens, and the new one seals', () => {
    const before = sealerOf(OLD).seal(owner, 'value');
    expect(rotated.open(owner, before)).toBe('value');
    const after = rotated.seal(owner, 'value');
    expect(after).toMatchObject({ keyId: sealer.keyId, format: 2 });
    expect(after.keyId).toMatch(/^[0-9a-f]{16}$/);
    expect(sealerOf(OLD).open(owner, after)).toBeUndefined();
    expect(sealer.open(owner, before)).toBeUndefined();
  });
});

describe('a fingerprint', () => {
  it('is the same for the same value of one user only', () => {
    const one = sealer.fingerprint(owner.userId, 'value');
    expect(one).toMatch(/^[0-9a-f]{16}$/);
    expect(sealer.fingerprint(owner.userId.toUpperCase(), 'value')).toBe(one);
    expect(sealer.fingerprint(owner.userId, 'other')).not.toBe(one);
    expect(sealer.fingerprint(randomUUID(), 'value')).not.toBe(one);
    expect(sealerOf(OLD).fingerprint(owner.userId, 'value')).not.toBe(one);
  });
});
