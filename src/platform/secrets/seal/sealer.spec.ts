import { createSecretKey, randomBytes, randomUUID, webcrypto } from 'node:crypto';
import fc from 'fast-check';
import { loadSettings } from '#platform/config/load-settings';
import { decrypt, encrypt } from './aes-gcm.js';
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
const hex = (digits: string) => Buffer.from(digits, 'hex');

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

/** Test cases 13 to 16 of the GCM specification (McGrew and Viega): 256-bit keys, 96-bit nonces, 128-bit tags. */
const KEY = 'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308';
const IV = 'cafebabefacedbaddecaf888';
const PLAIN =
  'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72' +
  '1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255';
const TEXT =
  '522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa' +
  '8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad';
const ZEROS = '00'.repeat(32);
const ASSOCIATED = 'feedfacedeadbeeffeedfacedeadbeefabaddad2';
const VECTORS: [key: string, iv: string, plain: string, associated: string, sealed: string][] = [
  [ZEROS, '00'.repeat(12), '', '', '530f8afbc74536b9a963b4f1c4cb738b'],
  [
    ZEROS,
    '00'.repeat(12),
    '00'.repeat(16),
    '',
    'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919',
  ],
  [KEY, IV, PLAIN, '', `${TEXT}b094dac5d93471bdec1a502270e3cc6c`],
  [KEY, IV, PLAIN.slice(0, 120), ASSOCIATED, `${TEXT.slice(0, 120)}76fc6ece0f4e1768cddf8853bb2d551b`],
];

describe('AES-256-GCM', () => {
  it('gives what its specification says', () => {
    for (const [key, iv, plain, ad, sealed] of VECTORS) {
      const secret = createSecretKey(hex(key));
      expect(encrypt(secret, hex(iv), hex(plain), hex(ad)).toString('hex')).toBe(sealed);
      expect(decrypt(secret, hex(iv), hex(sealed), hex(ad))?.toString('hex')).toBe(plain);
    }
  });

  it('refuses each vector with any bit of nonce, text, tag or associated data changed, or cut short', () => {
    for (const [key, iv, , ad, sealed] of VECTORS) {
      const secret = createSecretKey(hex(key));
      for (const [part, other] of changedParts({ iv: hex(iv), sealed: hex(sealed), ad: hex(ad) })) {
        const opened = decrypt(secret, other.iv, other.sealed, other.ad);
        expect([part, opened]).toEqual([part, undefined]);
      }
    }
  });

  it('refuses tags and nonces of other lengths', () => {
    const secret = createSecretKey(hex(ZEROS));
    const [, , , , sealed] = VECTORS[1] ?? ['', '', '', '', ''];
    for (const length of [0, 8, 11, 13, 16])
      expect(decrypt(secret, Buffer.alloc(length), hex(sealed), hex(''))).toBeUndefined();
    for (const length of [0, 4, 12, 15, 31])
      expect(decrypt(secret, Buffer.alloc(12), hex(sealed).subarray(0, length), hex(''))).toBeUndefined();
  });
});

interface Parts {
  iv: Buffer;
  sealed: Buffer;
  ad: Buffer;
}

function* changedParts(parts: Parts): Generator<[string, Parts]> {
  for (const name of ['iv', 'sealed', 'ad'] as const)
    for (let bit = 0; bit < parts[name].length * 8; bit++) {
      const changed = Buffer.from(parts[name]);
      changed.writeUInt8((changed[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3);
      yield [`${name} bit ${bit}`, { ...parts, [name]: changed }];
    }
  yield ['ad longer', { ...parts, ad: Buffer.concat([parts.ad, Buffer.of(0)]) }];
  yield ['sealed shorter', { ...parts, sealed: parts.sealed.subarray(1) }];
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

  it('does not open with any one bit changed', () => {
    const sealed = sealer.seal(owner, 'v'.repeat(100));
    const parts = {
      iv: Buffer.from(sealed.initializationVector, 'base64'),
      sealed: bytesOf(sealed),
      ad: hex(''),
    };
    let tried = 0;
    for (const [part, { iv, sealed: text }] of changedParts(parts)) {
      if (part === 'ad longer') continue;
      const changed = {
        encryptedValue: text.toString('base64'),
        initializationVector: iv.toString('base64'),
      };
      expect([part, sealer.open(owner, { ...sealed, ...changed })]).toEqual([part, undefined]);
      tried++;
    }
    expect(tried).toBe((12 + 100 + 16) * 8 + 1);
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
