import fc from 'fast-check';
import {
  getCountries,
  getCountryCallingCode,
  getExampleNumber,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/mobile/examples';
import { plainlyValid } from './numbering.js';

const byLibrary = (phone: string) => {
  const number = parsePhoneNumberFromString(phone);
  return number?.isValid() ? number.number : undefined;
};

describe('a number that is plainly valid', () => {
  it('is so for the library, too, and is written the same', () => {
    const country = fc.constantFrom(...getCountries());
    const change = fc.array(fc.tuple(fc.nat(14), fc.nat(9)), { maxLength: 6 });
    const marks = fc.array(fc.tuple(fc.nat(16), fc.constantFrom(' ', '-', '.', '(', ')', '0')), {
      maxLength: 4,
    });
    let plain = 0;
    fc.assert(
      fc.property(country, change, marks, (code, digits, set) => {
        const national = [...(getExampleNumber(code, examples)?.nationalNumber ?? '123456789')];
        for (const [at, digit] of digits) if (at < national.length) national[at] = String(digit);
        for (const [at, mark] of set) national.splice(Math.min(at, national.length), 0, mark);
        const phone = `+${getCountryCallingCode(code)}${national.join('')}`;
        const found = plainlyValid(phone);
        if (found === undefined) return;
        plain++;
        expect([phone, found]).toEqual([phone, byLibrary(phone)]);
      }),
      { numRuns: 3_000 },
    );
    expect(plain).toBeGreaterThan(100);
  });

  it('is the usual mobile number of most countries', () => {
    const numbers = getCountries().map((country) => getExampleNumber(country, examples)?.number ?? '');
    const plain = numbers.filter((number) => plainlyValid(number) === number);
    expect(plain.length).toBeGreaterThan(numbers.length / 2);
  });

  it.each([
    '030 123456',
    '+49 030 123456',
    '+44 (0)20 7946 0958',
    '+49 30 1',
    '+999 12345678',
    '+1 212 555 2368 ext. 5',
    '+',
    '',
  ])('is not %s', (phone) => expect(plainlyValid(phone)).toBeUndefined());
});
