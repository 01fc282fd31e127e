import fc from 'fast-check';
import { storableJson, storableText } from './storable-json.js';

describe('JSON for Postgres', () => {
  it('has no NUL and no half of a surrogate pair, in texts and in names', () => {
    const value = { 'a\0': ['b\0', 'c\ud83d', '\udc4dd', '👍'], e: 'an escape: \\u0000 \\ud83d' };
    expect(JSON.parse(storableJson(value))).toEqual({
      'a\ufffd': ['b\ufffd', 'c\ufffd', '\ufffdd', '👍'],
      e: 'an escape: \\u0000 \\ud83d',
    });
  });

  it('is the JSON of whatever can be kept as it is', () => {
    const text = fc.string({ unit: 'binary' }).map((one) => one.replaceAll('\0', ''));
    fc.assert(
      fc.property(fc.array(text), (texts) => expect(storableJson(texts)).toBe(JSON.stringify(texts))),
    );
  });

  it('is of well-formed texts, whatever is given', () => {
    const text = fc.string({
      unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
    });
    fc.assert(
      fc.property(fc.array(text), (texts) => {
        const kept = JSON.parse(storableJson(texts)) as string[];
        expect(kept).toEqual(texts.map(storableText));
      }),
    );
  });
});
