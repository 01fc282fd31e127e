import fc from 'fast-check';
import { load } from 'cheerio/slim';
import { emailsIn, emailsOf } from './emails.js';

const page = (html: string) => {
  const $ = load(html);
  return emailsOf($, $.root().text());
};

describe('mail addresses', () => {
  it('are found in a text, with what stands around them left out', () => {
    const text =
      'Write to Sales@Shop.example, (ana.b+c@mail.shop.co.uk) or <x_1@a-b.de>. Or info@shop.example.';
    expect(emailsIn(text)).toEqual([
      'Sales@Shop.example',
      'ana.b+c@mail.shop.co.uk',
      'x_1@a-b.de',
      'info@shop.example',
    ]);
  });

  it.each([
    'logo@2x.png',
    'icon@3x.webp',
    'app@1.2.3',
    'npm i react@18.2.0',
    'git@localhost',
    '@handle',
    'a@b',
    'name@example',
    'x@y.notanending',
    'a..b@shop.example',
    '.a@shop.example',
    'a@-shop.example',
    'a@shop..example',
    'https://user@shop.example/path',
    'd41d8cd98f00b204e9800998ecf8427e@errors.shop.example',
    'glued.together@shop.exampleCall us',
    'x'.repeat(70) + '@shop.example',
  ])('are not seen in %j', (text) => {
    expect(emailsIn(text)).toEqual([]);
  });

  it('of links stand first, once each, in lower case', () => {
    const html = `<p>b@shop.example and A@shop.example</p>
      <a href="MAILTO:C%40shop.example?subject=hi%20there">Write</a><a href="mailto:a@shop.example,d@shop.example">x</a>
      <a href="mailto:">none</a><a href="mailto:%E0%A4%A">broken</a>`;
    expect(page(html)).toEqual(['c@shop.example', 'a@shop.example', 'd@shop.example', 'b@shop.example']);
  });

  it('are found wherever they stand among other words', () => {
    const word = fc.stringMatching(/^[a-z0-9]{1,10}$/);
    const address = fc
      .tuple(word, word, fc.constantFrom('de', 'com', 'co.uk', 'example'))
      .map(([name, host, ending]) => `${name}@${host}.${ending}`);
    const around = fc.constantFrom(' ', ', ', '\n', '(', ')', '; ', ' – ', '"', '<', '>');
    fc.assert(
      fc.property(address, around, around, word, (found, before, after, other) => {
        expect(emailsIn(`${other}${before}${found}${after}${other}`)).toEqual([found]);
      }),
    );
  });

  it('are what is found in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '.', '@', '-', 'de', '%', ' ', '1') }), (text) => {
        for (const found of emailsIn(text)) expect(found).toMatch(/^[a-z0-9][^\s@]*@[a-z0-9.-]+\.[a-z]{2,}$/);
      }),
    );
  });
});
