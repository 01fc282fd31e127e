import fc from 'fast-check';
import { fitToNetwork } from './fit-to-network.js';
import { findNetwork, type Network, NETWORKS, networkNamed } from './networks.js';
import { addressesApart, textLength } from './text-length.js';

const x = networkNamed('x');
const linkedin = networkNamed('linkedin');

describe('a network', () => {
  it.each([
    ['LinkedIn', 'linkedin'],
    ['Linked In', 'linkedin'],
    ['Twitter/X', 'twitter'],
    ['X (Twitter)', 'twitter'],
    ['x.com', 'twitter'],
    ['TWITTER', 'twitter'],
    ['FB', 'facebook'],
    ['TikTok', 'tiktok'],
    ['tik-tok', 'tiktok'],
  ])('is known as %s', (name, id) => {
    expect(networkNamed(name).id).toBe(id);
  });

  it('that nobody knows is refused with the names there are', () => {
    expect(findNetwork('Orkut')).toBeUndefined();
    expect(findNetwork('')).toBeUndefined();
    expect(() => networkNamed('Orkut')).toThrow(
      '"Orkut" is no network we know. Known are: linkedin, twitter',
    );
  });

  it('has names that no other has', () => {
    const names = NETWORKS.flatMap(({ id, aliases }) => [id, ...aliases]);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('X counts', () => {
  it.each([
    ['This is a test.', 15],
    ['http://test.com', 23],
    ['test.com', 23],
    ['Test https://test.com test https://test.com test.com test', 86],
    ['저찀쯿쿿', 8],
    ['のん', 4],
    ['arøünd thé', 10],
    ['e\u0301', 1],
    ['H🐱☺👨\u200d👩\u200d👧\u200d👦👩🏽\u200d🚀', 1 + 2 + 2 + 2 + 2],
    ['🇩🇪 1️⃣', 2 + 1 + 2],
    ['“quoted” – said', 15],
    ['me@example.com', 14],
    ['#example.com', 12],
    ['(see https://example.com/a_(b))', 5 + 23 + 1],
    ['see https://example.com/a?b=c#d.', 4 + 23 + 1],
    ['node.js and e.g.this', 20],
    ['spiegel.de', 10],
    ['spiegel.de/wirtschaft', 23],
    ['t.co', 23],
    ['日本語https://example.com/aの', 6 + 23 + 2],
    ['…', 2],
  ])('%s as its own counter does', (text, length) => {
    expect(textLength(text, 'weighted')).toBe(length);
  });
});

describe('other networks count', () => {
  it('an emoji as two in UTF-16, and by its bytes on Threads and YouTube', () => {
    expect(textLength('Hi 🐱é', 'utf16')).toBe(6);
    expect(textLength('Hi 🐱é', 'emoji-bytes')).toBe(3 + 4 + 1);
    expect(textLength('Hi 🐱é', 'bytes')).toBe(3 + 4 + 2);
  });
});

describe('a text for a network', () => {
  it('stays as it is when it fits, hashtags behind it', () => {
    expect(fitToNetwork('  Spring is here. ', ['Spring Sale', '#garden'], x)).toEqual({
      post: 'Spring is here.\n\n#SpringSale #garden',
      text: 'Spring is here.',
      hashtags: ['#SpringSale', '#garden'],
      length: 36,
      limit: 280,
      truncated: false,
      missingHashtags: 0,
    });
  });

  it('is cut between words, with an ellipsis, and keeps its hashtags', () => {
    const fitted = fitToNetwork('word '.repeat(100), ['one', 'two'], x);
    expect(fitted.truncated).toBe(true);
    expect(fitted.post).toMatch(/^(word )+word…\n\n#one #two$/);
    expect(fitted.length).toBeGreaterThan(270);
    expect(fitted.length).toBeLessThanOrEqual(280);
  });

  it('is cut between characters where it has no words', () => {
    const { text, length } = fitToNetwork('の'.repeat(200), [], x);
    expect(text).toBe(`${'の'.repeat(139)}…`);
    expect(length).toBe(280);
  });

  it('loses an address whole, never a part of it', () => {
    const address = `https://example.com/${'a'.repeat(80)}`;
    expect(fitToNetwork(`${'b '.repeat(129)}${address}`, [], x).text).toBe(`${'b '.repeat(128)}b…`);
    expect(fitToNetwork(`${'b '.repeat(127)}${address} and more`, [], x).text).toBe(
      `${'b '.repeat(127)}${address}…`,
    );
  });

  it('has every hashtag once, wherever it stood, and no more than work there', () => {
    const fitted = fitToNetwork('Our #Garden is open #spring #SPRING', ['garden', '#Soil', 'c', 'd', 'e'], x);
    expect(fitted.post).toBe('Our #Garden is open\n\n#spring #Soil #c');
    expect(fitted.hashtags).toEqual(['#Garden', '#spring', '#Soil', '#c']);
  });

  it('keeps the words of hashtags that are too many, and those in addresses', () => {
    const fitted = fitToNetwork('#a #b #c #d #e #f are https://example.com/#top of the list', [], linkedin);
    expect(fitted.text).toBe('#a #b #c #d #e f are https://example.com/#top of the list');
    expect(fitted.hashtags).toHaveLength(5);
  });

  it('tells how many hashtags are missing, and drops those that name nothing', () => {
    expect(fitToNetwork('Hello', ['', '#', '123', '!!'], networkNamed('instagram'))).toMatchObject({
      hashtags: [],
      missingHashtags: 5,
    });
  });

  it('never gives more than half of a post to hashtags', () => {
    const { post, text, length } = fitToNetwork('word '.repeat(200), ['a'.repeat(90), 'b'.repeat(90)], x);
    expect(post).toContain(`#${'a'.repeat(90)}`);
    expect(post).not.toContain('bbb');
    expect(text.length).toBeGreaterThan(170);
    expect(length).toBeLessThanOrEqual(280);
  });
});

describe('whatever is written', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ unit: 'grapheme', maxLength: 200 }),
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.constantFrom(
      ' ',
      '\n',
      '#tag',
      '#Tag ',
      ' #日本',
      '👨‍👩‍👧',
      'word ',
      'example.com',
      'example.comfort',
      '\ud83d',
      '…',
    ),
    fc.stringMatching(/^[a-z]{1,60}$/),
  );
  const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
  const tags = fc.array(fc.oneof(fc.string({ maxLength: 40 }), fc.constantFrom('tag', 'Tag', '#tag')), {
    maxLength: 30,
  });
  const network = fc.constantFrom<Network>(...NETWORKS);
  const prepared = (raw: string) => raw.toWellFormed().normalize('NFC').trim();

  it('fits as the network counts, is text, and has no hashtag twice or too many', () => {
    fc.assert(
      fc.property(text, tags, network, (raw, wanted, to) => {
        const { post, text: body, hashtags, length } = fitToNetwork(raw, wanted, to);
        expect(length).toBe(textLength(post, to.counting));
        expect(length).toBeLessThanOrEqual(to.limit);
        expect(post.isWellFormed()).toBe(true);
        expect(post.startsWith(body)).toBe(true);
        expect(hashtags.length).toBeLessThanOrEqual(to.hashtags.max);
        expect(new Set(hashtags.map((tag) => tag.toLowerCase())).size).toBe(hashtags.length);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps its addresses whole', () => {
    const addressesIn = (written: string) =>
      addressesApart(written).flatMap(({ part, isAddress }) =>
        isAddress && part.includes('://') ? [part] : [],
      );
    fc.assert(
      fc.property(text, network, (raw, to) => {
        const before = new Set(addressesIn(prepared(raw).replace(/[#＃]/g, '')));
        for (const address of addressesIn(fitToNetwork(raw, [], to).text.replace(/[#＃]/g, '')))
          expect(before).toContain(address);
      }),
      { numRuns: 300 },
    );
  });

  it('is not changed a second time', () => {
    fc.assert(
      fc.property(text, tags, network, (raw, wanted, to) => {
        const once = fitToNetwork(raw, wanted, to);
        const twice = fitToNetwork(once.post, [], to);
        expect({ ...twice, truncated: once.truncated }).toEqual(once);
      }),
      { numRuns: 300 },
    );
  });
});
