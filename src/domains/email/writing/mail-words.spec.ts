import fc from 'fast-check';
import { isDefault, withDefaults } from './field-defaults.js';
import { fieldUsage } from './field-usage.js';
import { withBlocks } from './included-blocks.js';
import { LocalisedMail } from './localised-mail.js';
import { composed, type MailWords } from './mail-words.js';

const NOBODY = {
  email: 'ada@example.com',
  readerLinks: {
    unsubscribeUrl: 'https://mail.test/u',
    preferencesUrl: 'https://mail.test/p',
    viewUrl: 'https://mail.test/v',
  },
  linkUrls: [],
};
const none = { blocks: new Map<string, string>(), defaults: {} };
const mail = (words: Partial<MailWords>, fields = {}) =>
  new LocalisedMail(
    { ...composed({ subject: 'Hi', html: '<p>Hi</p>', ...words }, none), translations: {} },
    { trackLinks: true, footer: false },
  ).render({ ...NOBODY, fields });

describe('defaults', () => {
  const word = fc.string({ maxLength: 60 }).filter(isDefault);

  it('stand exactly where a field has no value, whatever word they are', () => {
    fc.assert(
      fc.property(word, fc.option(fc.constantFrom('Ada', 'Bo')), (standIn, name) => {
        const source = withDefaults('<i>{{ nick }}</i>', { nick: standIn });
        const { html } = mail({ html: source }, { custom: { nick: name } });
        const shown = /<i>([\s\S]*)<\/i>/.exec(html)?.[1];
        const unescaped = shown
          ?.replaceAll('&lt;', '<')
          .replaceAll('&gt;', '>')
          .replaceAll('&#34;', '"')
          .replaceAll('&quot;', '"')
          .replaceAll('&#39;', "'")
          .replaceAll('&amp;', '&');
        expect(unescaped).toBe(name ?? standIn);
      }),
    );
  });

  it('change nothing but fields that stand alone', () => {
    const piece = fc.constantFrom(
      '{{ a | default: "x" }}',
      '{% if a %}',
      '{% endif %}',
      '{% raw %}{{ a }}{% endraw %}',
      '{{ b }}',
      '{',
      '}',
      '{{',
      'text',
      '<p>',
      '"',
      '{% comment %}{{ a }}{% endcomment %}',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const source = pieces.join(' ');
        expect(withDefaults(source, { a: 'word' })).toBe(source);
      }),
    );
  });
});

describe('blocks', () => {
  it('make the same whole, however they are nested', () => {
    const content = fc.array(fc.constantFrom('text', `{% include 'b' %}`, `{%- include "c" -%}`), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(content, content, (first, second) => {
        const blocks = new Map([
          ['a', first.join(' ')],
          ['b', second.filter((one) => !one.includes("'b'")).join(' ')],
          ['c', 'C'],
        ]);
        const whole = withBlocks('HTML', `{% include 'a' %}`, blocks);
        expect(whole).not.toContain('include');
        expect(withBlocks('HTML', whole, blocks)).toBe(whole);
      }),
    );
  });

  it('that grow without end, or include each other, are refused in no time', () => {
    const doubling = new Map(
      Array.from(
        { length: 6 },
        (_, level) => [`b${level}`, `{% include 'b${level + 1}' %}`.repeat(100)] as const,
      ),
    );
    const started = performance.now();
    for (const blocks of [
      doubling,
      new Map([['b0', `{% include 'b0' %}`]]),
      new Map([['b0', 'x'.repeat(200_001)]]),
    ])
      expect(() => withBlocks('HTML', `{% include 'b0' %}`, blocks)).toThrow(/blocks|includes itself|longer/);
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('are not looked for in what is printed as it stands', () => {
    const source = `{% raw %}{% include 'a' %}{% endraw %}{% comment %}{% include 'a' %}{% endcomment %}`;
    expect(withBlocks('HTML', source, none.blocks)).toBe(source);
  });
});

describe('the line for inboxes', () => {
  it('comes first in the HTML, is not shown, and not part of the text', () => {
    const { html, text } = mail(
      { preheader: 'For {{ first_name }} <b>', html: '<html><body class="x"><p>Hello</p></body></html>' },
      { first_name: '<i>Ada</i>' },
    );
    expect(html).toMatch(
      /<body class="x"><div style="display:none;[^"]*">For &lt;i&gt;Ada&lt;\/i&gt; &lt;b&gt;<\/div><p>/,
    );
    expect(text).toBe('Hello');
  });
});

describe('the fields that a mail needs', () => {
  it('are those shown without a default and asked for by no condition', () => {
    const html = `{{ a }}{{ b | default: "x" }}{% if c %}{{ c }}{% endif %}{% for d in e %}{{ d.f }}{% endfor %}
      {% assign g = h %}{{ g }}{{ custom.i }}{{ j.k }}`;
    expect(fieldUsage([{ subject: '{{ l }}', html }])).toEqual({
      used: ['a', 'b', 'c', 'custom.i', 'e', 'h', 'j', 'l'],
      needed: ['a', 'custom.i', 'j', 'l'],
    });
  });
});

describe('a mail in several languages', () => {
  it('keeps the links of each apart', () => {
    const words = (url: string) =>
      composed({ subject: url, html: `<a href="https://${url}.test">x</a>` }, none);
    const many = new LocalisedMail(
      { ...words('en'), translations: { de: words('de') } },
      { trackLinks: true, footer: false },
    );
    expect(many.urls).toEqual(['https://en.test', 'https://de.test']);
    const linkUrls = ['https://t.test/en', 'https://t.test/de'];
    const read = (language?: string) =>
      many.render({ ...NOBODY, linkUrls, fields: { custom: { language } } }).html;
    expect(read('de-AT')).toContain('href="https://t.test/de"');
    expect(read()).toContain('href="https://t.test/en"');
  });

  it('has not more time in thirty of them than in one', () => {
    const busy = (turns: number) =>
      `{% for a in (1..${turns}) %}{% for b in (1..100) %}{% endfor %}{% endfor %}`;
    const inOne = (turns: number) =>
      new LocalisedMail(
        { ...composed({ subject: 'Hi', html: busy(turns) }, none), translations: {} },
        { trackLinks: true },
      );
    const computed = (work: () => void): number => {
      const before = process.cpuUsage();
      work();
      return process.cpuUsage(before).user / 1_000;
    };
    // What was seldom run is not compiled yet, and takes longer than it will.
    const once = () => Math.min(...Array.from({ length: 4 }, () => computed(() => inOne(turns))));
    let turns = 4;
    while (once() < 15) turns = Math.ceil(turns * 1.3);
    const words = composed({ subject: 'Hi', html: busy(turns) }, none);
    const translations = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`de-${index}`, words]));
    const spent = computed(() =>
      expect(() => new LocalisedMail({ ...words, translations }, { trackLinks: true })).toThrow(
        'render limit exceeded',
      ),
    );
    expect(spent).toBeLessThan(900);
  });
});
