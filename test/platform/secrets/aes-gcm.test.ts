import { createSecretKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { decrypt, encrypt, IV_BYTES } from '#platform/secrets/seal/aes-gcm';

interface Vector {
  tcId: number;
  comment: string;
  flags: string[];
  key: string;
  iv: string;
  aad: string;
  msg: string;
  ct: string;
  tag: string;
  result: 'valid' | 'invalid';
}
interface Vectors {
  numberOfTests: number;
  notes: Record<string, unknown>;
  testGroups: { ivSize: number; keySize: number; tagSize: number; tests: Vector[] }[];
}

/** In the schema of Wycheproof; its header says where they come from. */
const FILE = 'test/platform/secrets/vectors/aes-256-gcm.json';
const { numberOfTests, notes, testGroups } = JSON.parse(readFileSync(FILE, 'utf8')) as Vectors;
const vectors = testGroups.flatMap(({ tests }) => tests);
const hex = (digits: string) => Buffer.from(digits, 'hex');

const sealed = ({ key, iv, msg, aad }: Vector) =>
  encrypt(createSecretKey(hex(key)), hex(iv), hex(msg), hex(aad)).toString('hex');
const opened = ({ key, iv, ct, tag, aad }: Vector) =>
  decrypt(createSecretKey(hex(key)), hex(iv), hex(ct + tag), hex(aad))?.toString('hex');
/** Our nonces have 96 bits: nothing is opened with another, though it be valid. */
const isOpen = ({ iv, result }: Vector) => result === 'valid' && hex(iv).length === IV_BYTES;

describe('AES-256-GCM', () => {
  it('is held to vectors of every kind', () => {
    expect(vectors).toHaveLength(numberOfTests);
    expect(new Set(vectors.flatMap(({ flags }) => flags))).toEqual(new Set(Object.keys(notes)));
    for (const { ivSize, keySize, tagSize, tests } of testGroups) {
      expect([keySize, tagSize]).toEqual([256, 128]);
      for (const { key, iv } of tests) expect([key.length * 4, iv.length * 4]).toEqual([keySize, ivSize]);
    }
  });

  it.each(Object.keys(notes))('seals and opens what is valid, and opens nothing else: %s', (flag) => {
    for (const vector of vectors.filter(({ flags }) => flags.includes(flag))) {
      const { tcId, comment, msg, ct, tag, result } = vector;
      if (result === 'valid') expect([tcId, comment, sealed(vector)]).toEqual([tcId, comment, ct + tag]);
      expect([tcId, comment, opened(vector)]).toEqual([tcId, comment, isOpen(vector) ? msg : undefined]);
    }
  });

  it('seals nothing with a nonce of no byte', () => {
    const empty = vectors.filter(({ iv }) => iv === '');
    expect(empty).not.toEqual([]);
    for (const vector of empty) expect(() => sealed(vector)).toThrow('initialization vector');
  });
});
