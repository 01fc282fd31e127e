import { load } from 'cheerio';
import fc from 'fast-check';
import { markdownToHtml } from './markdown.js';
import { plainTextOf } from './plain-text.js';
import { safeHtml } from './safe-html.js';

describe('HTML that is to be shown', () => {
  it('keeps what belongs to a text, and the look of a mail', () => {
    const html =
      '<h1>Spring</h1><p>Read <a href="https://example.com/a?b=1&amp;c=2" title="More">more</a>, <strong>now</strong>.</p>' +
      '<table width="600" cellpadding="0" role="presentation"><tbody><tr><td style="color:#1f2937;padding:8px 4px">1 &lt; 2</td></tr></tbody></table>' +
      '<img src="https://example.com/a.png" alt="A garden" width="10"><ul><li>one</li><li>two</li></ul>';
    expect(safeHtml(html)).toBe(html);
    expect(safeHtml('<a href="mailto:a@example.com">w</a><a href="/prices#top">p</a>')).toBe(
      '<a href="mailto:a@example.com">w</a><a href="/prices#top">p</a>',
    );
  });

  it.each([
    ['<script>alert(1)</script>', ''],
    ['<SCRIPT SRC=//evil.example></SCRIPT>x', 'x'],
    ['<scr<script>ipt>alert(1)</script>', 'ipt&gt;alert(1)'],
    ['<img src=x onerror=alert(1)>', '<img src="x">'],
    ['<img src="javascript:alert(1)">', '<img>'],
    ['<img src="data:image/svg+xml,<svg onload=alert(1)>">', '<img>'],
    ['<a href="javascript:alert(1)">x</a>', '<a>x</a>'],
    ['<a href=" java&#10;script&colon;alert(1)">x</a>', '<a>x</a>'],
    ['<a href="&#1;javascript:alert(1)">x</a>', '<a>x</a>'],
    ['<a href="JaVaScRiPt:alert(1)">x</a>', '<a>x</a>'],
    ['<a href="vbscript:x">x</a>', '<a>x</a>'],
    ['<a href="data:text/html,x">x</a>', '<a>x</a>'],
    ['<svg><a href="x"><animate onbegin=alert(1)></a></svg>y', 'y'],
    ['<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>', ''],
    ['<style>p{}</style><p>x</p>', '<p>x</p>'],
    ['<iframe srcdoc="<script>1</script>"></iframe><form action=x><p>y</p></form>', '<p>y</p>'],
    ['<noscript><p title="</noscript><img src=x onerror=alert(1)>">', ''],
    ['<textarea><img src=x onerror=alert(1)></textarea>z', 'z'],
    ['<p onclick="x()" class="a" id="b">x</p>', '<p>x</p>'],
    ['<div style="position:fixed;color:red;background:url(//x)">x</div>', '<div style="color:red">x</div>'],
    ['<div style="width:expression(alert(1));margin:-99px;float:left">x</div>', '<div>x</div>'],
    ['<center><blink>x</blink></center>', 'x'],
    ['<!-- secret --><p>x', '<p>x</p>'],
    ['a < b && c > d', 'a &lt; b &amp;&amp; c &gt; d'],
    ['<constructor>x</constructor><toString>y', 'xy'],
  ])('makes of %s what nobody has to fear', (html, safe) => {
    expect(safeHtml(html)).toBe(safe);
  });

  it('means to a browser what it meant to us, whatever is written', () => {
    const name = fc.constantFrom(
      ...'a b p div table tr td svg math style script title textarea img form select iframe noscript template li h1 mtext'.split(
        ' ',
      ),
    );
    const value = fc.constantFrom(
      'javascript:alert(1)',
      'java\tscript:alert(1)',
      '&#106;avascript:x',
      'https://example.com',
      '"><script>1</script>',
      "' onload='x",
      'color:red;background:url(x)',
      '</style><img src=x onerror=1>',
    );
    const attribute = fc
      .tuple(fc.constantFrom('href', 'src', 'style', 'onclick', 'title', 'srcset', 'xlink:href'), value)
      .map(([key, text]) => ` ${key}="${text}"`);
    const open = fc
      .tuple(name, fc.array(attribute, { maxLength: 3 }))
      .map(([tag, attributes]) => `<${tag}${attributes.join('')}>`);
    const piece = fc.oneof(
      open,
      name.map((tag) => `</${tag}>`),
      fc.constantFrom('<!--', '-->', '<![CDATA[', ']]>', '<', '>', '"', "'", '&', '<!', '</', '<p title="'),
      fc.string({ maxLength: 10 }),
      value,
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const $ = load(safeHtml(pieces.join('')), null, false);
        const elements = $('*').toArray() as { tagName: string; attribs: Record<string, string> }[];
        for (const element of elements) {
          // Of what is written above these are the dangerous ones; chance may write an element that is fine.
          expect(element.tagName).not.toMatch(
            /^(svg|math|style|script|title|textarea|form|select|iframe|noscript|template|mtext)$/,
          );
          for (const [key, text] of Object.entries(element.attribs)) {
            expect(key).toMatch(/^(href|src|style|title)$/);
            if (key === 'href' || key === 'src')
              expect(text.replace(/[\s\p{Cc}]/gu, '')).not.toMatch(/^(javascript|data|vbscript):/i);
            if (key === 'style') expect(text).toBe('color:red');
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('Markdown', () => {
  it('becomes HTML, and HTML in it is held to the same list', () => {
    expect(markdownToHtml('# Hi\n\nOne **two**\nthree\n\n- a\n- b')).toBe(
      '<h1>Hi</h1>\n<p>One <strong>two</strong><br>three</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>',
    );
    expect(markdownToHtml('[x](javascript:alert(1)) <img src=x onerror=alert(1)><script>1</script>')).toBe(
      '<p><a>x</a> <img src="x"></p>',
    );
  });

  it('of a social post keeps its hashtags and words', () => {
    expect(plainTextOf(markdownToHtml('New today #spring\n#garden_time 5 * 3'))).toBe(
      'New today #spring\n#garden_time 5 * 3',
    );
  });

  it.each(['*a_', '[', '- ', '> ', '1. ', '-\n', '> a\n', '|a|\n', '  '])(
    'made of nothing but %j is no Markdown',
    (unit) => {
      const text = `<b>${unit.repeat(25_000)}</b>\n\nend`;
      const html = markdownToHtml(text);
      expect(html.endsWith('<p>end</p>')).toBe(true);
      expect(load(html, null, false)('em, ul, ol, blockquote')).toHaveLength(0);
    },
  );
});
