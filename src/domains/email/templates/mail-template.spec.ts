import fc from 'fast-check';
import { MailTemplate, type MailSlots, type MailSource } from './mail-template.js';

const UNSUBSCRIBE = 'https://mail.test/e/u/token';
const slots = (changes: Partial<MailSlots> = {}): MailSlots => ({
  email: 'ada@example.com',
  fields: { first_name: 'Ada', company: 'Engines & Sons', custom: { plan: 'gold', city: '<b>Oslo</b>' } },
  readerLinks: {
    unsubscribeUrl: UNSUBSCRIBE,
    preferencesUrl: 'https://mail.test/e/p/token',
    viewUrl: 'https://mail.test/e/v/token',
  },
  linkUrls: ['https://mail.test/e/c/0', 'https://mail.test/e/c/1'],
  ...changes,
});
const template = (changes: Partial<MailSource> = {}) =>
  new MailTemplate({ subject: 'Hello', html: '<p>Hello</p>', trackLinks: true, ...changes });

describe('a mail template', () => {
  it('fills in what it knows of the recipient', () => {
    const mail = template({
      subject: 'Hi {{ first_name }}',
      html: '<p>{{ name }} of {{ company }}, {{ plan }}, {{ custom.plan }}, {{ email }}</p>',
    }).render(slots());
    expect(mail.subject).toBe('Hi Ada');
    expect(mail.html).toContain('<p>Ada of Engines &amp; Sons, gold, gold, ada@example.com</p>');
    expect(mail.text).toContain('Ada of Engines & Sons, gold, gold, ada@example.com');
  });

  it('falls back where a field is missing, null or empty', () => {
    const greeting = template({ subject: 'Hi {{ first_name | default: "there" }}{{ nobody_knows_this }}' });
    for (const first_name of [undefined, null, '', '  '])
      expect(greeting.render(slots({ fields: { first_name: first_name as string } })).subject).toBe(
        'Hi there',
      );
  });

  it('does not let a custom field hide a known one or the unsubscribe link', () => {
    const evil = 'https://evil.test';
    const urls = { unsubscribe_url: evil, preferences_url: evil, view_in_browser_url: evil };
    const custom = { first_name: 'Eve', ...urls, links: [evil] };
    const mail = template({
      subject: '{{ first_name }}',
      html: '{{ unsubscribe_url }} {{ preferences_url }} {{ view_in_browser_url }} {{ links[0] }}<i></i>',
    });
    const rendered = mail.render(slots({ fields: { first_name: 'Ada', custom } }));
    expect(rendered.subject).toBe('Ada');
    expect(rendered.html).not.toContain('evil.test');
  });

  it('escapes every value in HTML and none in subject and text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 50 }), fc.boolean(), (value, capture) => {
        const body = capture ? '{% capture x %}{{ v }}{% endcapture %}{{ x }}' : '{{ custom.v }}';
        const mail = template({ subject: '{{ v }}', html: `<i>${body}</i>` });
        const rendered = mail.render(slots({ fields: { custom: { v: value } } }));
        const inner = /<i>([\s\S]*?)<\/i>/.exec(rendered.html)?.[1] ?? '';
        expect(inner).not.toMatch(/[<>"']/);
        expect(rendered.subject).toBe(value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim());
      }),
    );
  });

  it('keeps the subject on one line of at most 998 characters', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom('\r\n', '\n', '\r', '\u2028', '\u0000'), (value, ending) => {
        const injected = `${value}${ending}Bcc: x@evil.test`;
        const mail = template({ subject: `A{{ v }}${ending}B` }).render(
          slots({ fields: { custom: { v: injected } } }),
        );
        expect(mail.subject).not.toMatch(/[\r\n\u2028\u2029\0]/);
        expect(mail.subject.length).toBeLessThanOrEqual(998);
      }),
    );
    const long = template({ subject: '{{ v }}{{ v }}' }).render(
      slots({ fields: { custom: { v: 'x'.repeat(5000) } } }),
    );
    expect(long.subject).toHaveLength(998);
  });

  it('prints a value that looks like a template instead of evaluating it', () => {
    const mail = template({ subject: '{{ first_name }}', html: '<p>{{ first_name }}</p>' });
    const rendered = mail.render(slots({ fields: { first_name: '{{ email }}{% if 1 %}x{% endif %}' } }));
    expect(rendered.subject).toBe('{{ email }}{% if 1 %}x{% endif %}');
    expect(rendered.html).toContain('{{ email }}{% if 1 %}x{% endif %}');
  });

  it('adds an unsubscribe link only where the author has left it out', () => {
    const without = template().render(slots());
    expect(without.html).toContain(`<a href="${UNSUBSCRIBE}">Unsubscribe</a>`);
    expect(without.text).toContain(`Unsubscribe: ${UNSUBSCRIBE}`);
    const own = template({
      html: '<html><body><a href="{{ unsubscribe_url }}">No more</a></body></html>',
    }).render(slots());
    expect(own.html.split(UNSUBSCRIBE)).toHaveLength(2);
    expect(own.text.split(UNSUBSCRIBE)).toHaveLength(2);
  });

  it('puts the pixel inside the body', () => {
    const mail = template({ html: '<html><body><p>Hi</p></body></html>' });
    const { html } = mail.render(slots({ pixelUrl: 'https://mail.test/e/o/token.gif' }));
    expect(html).toMatch(/<img src="https:\/\/mail\.test\/e\/o\/token\.gif"[^>]*>.*<\/body><\/html>$/s);
  });

  it('turns a plain body into paragraphs with links', () => {
    const { html } = template({
      html: 'Dear {{ first_name }},\nsee https://shop.test/a?b=1&c=2.\n\n1 < 2',
    }).render(slots());
    expect(html).toContain('<p>Dear Ada,<br>');
    expect(html).toContain('<a href="https://mail.test/e/c/0">https://shop.test/a?b=1&amp;c=2</a>.</p>');
    expect(html).toContain('<p>1 &lt; 2</p>');
  });
});

describe('the links of a mail', () => {
  it('are tracked when they lead to a fixed web address, each address once', () => {
    const mail = template({
      html: `<a class=x href="https://a.test/?q=1&amp;r=2">1</a><A HREF='https://b.test'>2</A><a href=https://a.test/?q=1&r=2>3</a>`,
    });
    expect(mail.urls).toEqual(['https://a.test/?q=1&r=2', 'https://b.test']);
    expect(mail.render(slots()).html).toContain(
      `<a class=x href="https://mail.test/e/c/0">1</a><A HREF="https://mail.test/e/c/1">2</A><a href="https://mail.test/e/c/0">3</a>`,
    );
  });

  it('are left alone when they are anything else', () => {
    const html = [
      '<a href="mailto:a@b.test">m</a>',
      '<a href="tel:+47">t</a>',
      '<a href="#top">#</a>',
      '<a href="javascript:alert(1)">j</a>',
      '<a href="{{ unsubscribe_url }}">u</a>',
      '<a href="https://a.test/{{ email }}">d</a>',
      '<a href="/relative">r</a>',
      '<img src="https://a.test/x.png">',
      '<!-- <a href="https://a.test">c</a> -->',
      '{% raw %}<a href="https://a.test">raw</a>{% endraw %}',
    ].join('');
    const mail = template({ html });
    expect(mail.urls).toEqual([]);
    expect(mail.render(slots()).html).toContain('<img src="https://a.test/x.png">');
  });

  it('are found although Liquid around them holds quotes and brackets', () => {
    const mail = template({
      html: `<p title="{{ name | default: "a > b" }}">{% if custom.n > 1 %}<a data-x='{{ "'" }}' href="https://a.test">1</a>{% endif %}</p>`,
    });
    expect(mail.urls).toEqual(['https://a.test']);
    expect(mail.render(slots({ fields: { custom: { n: 2 } } })).html).toContain(
      'href="https://mail.test/e/c/0"',
    );
  });

  it('are left alone when tracking is off', () => {
    const mail = template({ html: '<a href="https://a.test">1</a>', trackLinks: false });
    expect(mail.urls).toEqual([]);
    expect(mail.render(slots()).html).toContain('href="https://a.test"');
  });

  it('change nothing else, whatever the HTML', () => {
    const piece = fc.constantFrom(
      '<p>',
      '</p>',
      '<a href="https://a.test">',
      '</a>',
      '<',
      '>',
      '"',
      "'",
      '=',
      'x',
      ' ',
      '&amp;',
      '<br/>',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const html = `<div>${pieces.join('')}`;
        const mail = template({ html });
        const tracked = mail.render(slots({ linkUrls: mail.urls.map((url) => url) })).html;
        expect(tracked.startsWith(html)).toBe(true);
      }),
    );
  });
});
