import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { isSame, looksLikeKey, newKeyText, readKeyText } from './api-key-text.js';

describe('the text of a key', () => {
  it('is read as what it was made for, and says nothing of the secret to who keeps its hash', () => {
    for (let times = 0; times < 200; times++) {
      const id = randomUUID();
      const { key, hash, hint } = newKeyText(id);
      expect(key).toMatch(/^mak_[0-9A-Za-z]{22}_[0-9A-Za-z]{49}$/);
      expect(readKeyText(key)).toEqual({ id, hash });
      expect([hash.length, key.endsWith(hint)]).toEqual([32, true]);
    }
  });

  it('tells a slip at any place', () => {
    const { key } = newKeyText(randomUUID());
    for (let at = 0; at < key.length; at++) {
      const other = key[at] === 'x' ? 'y' : 'x';
      expect(readKeyText(key.slice(0, at) + other + key.slice(at + 1))).toBeUndefined();
    }
    expect(readKeyText(`${key} `)).toBeUndefined();
    expect(readKeyText(key.slice(1))).toBeUndefined();
  });

  it('may be anything without harm', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        expect(readKeyText(text)).toBeUndefined();
        expect(readKeyText(`mak_${text}`)).toBeUndefined();
      }),
    );
    expect([looksLikeKey('mak_'), looksLikeKey('eyJ')]).toEqual([true, false]);
  });

  it('is compared byte by byte', () => {
    const bytes = randomBytes(32);
    expect([isSame(bytes, Buffer.from(bytes)), isSame(bytes, randomBytes(32))]).toEqual([true, false]);
    expect(isSame(bytes, bytes.subarray(1))).toBe(false);
  });
});
