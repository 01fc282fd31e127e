import { countryCode, normalisePhone } from './phone.js';

describe('a phone number', () => {
  it.each([
    ['+44 20 7946 0958', null, '+442079460958'],
    ['0044 (0)20 7946 0958', null, '+442079460958'],
    ['030 123456', 'Germany', '+4930123456'],
    ['030/12 34 56', 'de', '+4930123456'],
    ['(212) 555-2368', 'USA', '+12125552368'],
    ['+49 30 123456', 'France', '+4930123456'],
    ['tel: +33 1 42 68 53 00', undefined, '+33142685300'],
  ])('is the same however it is written: %s in %s', (typed, country, number) => {
    expect(normalisePhone(typed, country)).toBe(number);
  });

  it.each([
    ['030 123456', null],
    ['030 123456', 'Atlantis'],
    ['12', 'Germany'],
    ['+49 30 1', 'Germany'],
    ['call me', 'Germany'],
    ['+999 12345678', null],
    ['', 'Germany'],
    [`+49 30 ${'1'.repeat(60)}`, null],
  ])('that could not be in use, or not be understood, is none: %s in %s', (typed, country) => {
    expect(normalisePhone(typed, country)).toBeNull();
  });
});

it('a country is known by its code and its English name', () => {
  expect(['Germany', ' DE ', 'united kingdom', 'UK'].map(countryCode)).toEqual(['DE', 'DE', 'GB', 'GB']);
  expect(countryCode('Mordor')).toBeUndefined();
});
