import fc from 'fast-check';
import { load } from 'cheerio/slim';
import { phonesIn, phonesOf } from './phones.js';

describe('telephone numbers', () => {
  it.each([
    ['Call +49 30 901820 today', '+49 30 901820'],
    ['+1 (415) 555-2671', '+1 (415) 555-2671'],
    ['+44 (0)20 7946 0958.', '+44 (0)20 7946 0958'],
    ['+33.1.70.18.99.00', '+33.1.70.18.99.00'],
    ['Call us: (415) 555-2671!', '(415) 555-2671'],
    ['415-555-2671', '415-555-2671'],
    ['415.555.2671', '415.555.2671'],
    ['1-800-555-2671', '1-800-555-2671'],
    ['Tel.: 030 / 90 18 20', '030 / 90 18 20'],
    ['Telefon 0171-1234567', '0171-1234567'],
    ['Phone: 02079460958', '02079460958'],
    ['☎ 01 70 18 99 00', '01 70 18 99 00'],
    ['Fax (030) 901821', '(030) 901821'],
  ])('are found in %j', (text, number) => {
    expect(phonesIn(text)).toEqual([number]);
  });

  it.each([
    '2024-01-15',
    'from 15.01.2024 to 16.01.2024',
    '01/15/2024',
    '2019 - 2024',
    '192.168.100.200',
    '1.234.567,89 €',
    '$1,234,567.89',
    'ISBN 978-3-16-148410-0',
    'order 4155552671',
    'id=415-555-2671',
    '415-555-26712',
    '115-555-2671',
    'version 10.15.7.1234',
    '4111 1111 1111 1111',
    '+12 34',
    '+0 123 456 789',
    '000 000 0000',
    '12:30:45.123456',
    '51.5074, -0.127758',
    'a415-555-2671',
    '030 / 90 18 20',
    '(415 555-2671',
  ])('are not seen in %j', (text) => {
    expect(phonesIn(text)).toEqual([]);
  });

  it('of links stand first, and one that is written in two ways counts once', () => {
    const $ = load(
      '<a href="tel:+49-30-901820">x</a><a href="TEL:%2B1%20415%20555%202671">y</a><a href="tel:call-me">z</a><p>+49 30 901820</p>',
    );
    expect(phonesOf($, $.root().text())).toEqual(['+49-30-901820', '+1 415 555 2671']);
  });

  it('of any country are found when they are written internationally', () => {
    const groups = fc.array(fc.stringMatching(/^[1-9]{2,4}$/), { minLength: 3, maxLength: 4 });
    fc.assert(
      fc.property(groups, fc.constantFrom(' ', '-', '.'), (parts, mark) => {
        const number = `+${parts.join(mark)}`;
        const digits = parts.join('');
        fc.pre(digits.length >= 8 && digits.length <= 15 && !/^(\d)\1+$/.test(digits));
        expect(phonesIn(`Office: ${number}, open daily`)).toEqual([number]);
      }),
    );
  });

  it('have between seven and fifteen digits, whatever the text', () => {
    const unit = fc.constantFrom('1', '23', '+', '-', ' ', '(', ')', '.', '/', 'Tel. ', 'a');
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
        for (const found of phonesIn(text)) {
          expect(found.replace(/\D/g, '')).toMatch(/^\d{7,15}$/);
          expect(text).toContain(found);
        }
      }),
    );
  });
});
