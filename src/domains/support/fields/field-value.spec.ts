import fc from 'fast-check';
import { FIELD_TYPES, meantBy, readFieldValue } from './field-value.js';

const options = ['pro', 'free'];

describe('the value of a custom field', () => {
  it.each([
    ['text', ' a ', 'a'],
    ['text', '', null],
    ['number', 3.5, 3.5],
    ['boolean', false, false],
    ['date', '2028-02-29', '2028-02-29'],
    ['select', 'pro', 'pro'],
    ['url', 'https://x.test/a', 'https://x.test/a'],
    ['number', null, null],
  ] as const)('of type %s takes %p', (type, given, value) => {
    expect(readFieldValue({ type, options }, given)).toEqual({ value });
  });

  it.each([
    ['text', 3],
    ['text', 'a\nb'],
    ['text', 'x'.repeat(501)],
    ['text', '\ud800'],
    ['number', '3'],
    ['number', 1e16],
    ['number', Number.NaN],
    ['boolean', 'true'],
    ['boolean', 1],
    ['date', '2027-02-29'],
    ['date', '1.2.2027'],
    ['select', 'other'],
    ['url', 'javascript:alert(1)'],
    ['url', ['https://x.test']],
  ] as const)('of type %s refuses %p', (type, given) => {
    expect(readFieldValue({ type, options }, given)).toHaveProperty('problem');
  });

  it('is meant by a text of a query', () => {
    expect(meantBy({ type: 'number', options }, '-3.5')).toBe(-3.5);
    expect(meantBy({ type: 'number', options }, '0x10')).toBeUndefined();
    expect(meantBy({ type: 'boolean', options }, 'true')).toBe(true);
    expect(meantBy({ type: 'boolean', options }, 'false')).toBe(false);
    expect(meantBy({ type: 'boolean', options }, 'no')).toBeUndefined();
    expect(meantBy({ type: 'select', options }, 'free')).toBe('free');
    expect(meantBy({ type: 'select', options }, 'x')).toBeUndefined();
  });

  it('is never anything but a short text, a number, a boolean or nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FIELD_TYPES), fc.anything(), (type, given) => {
        const read = readFieldValue({ type, options }, given);
        if (!('value' in read)) return;
        expect(read.value === null || ['string', 'number', 'boolean'].includes(typeof read.value)).toBe(true);
        expect(String(read.value).length).toBeLessThanOrEqual(500);
      }),
    );
  });
});
