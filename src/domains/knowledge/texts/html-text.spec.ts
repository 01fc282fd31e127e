import fc from 'fast-check';
import { htmlText } from './html-text.js';

const textOf = (html: string): string => htmlText(html).text;

describe('the words of an HTML page', () => {
  it('are what people read of it, in paragraphs', () => {
    const page = `<!doctype html><html><head><title>T</title><style>p{}</style></head><body><nav>Menu</nav>
      <h1>Our   prices</h1><p>One <b>two</b>three &amp; four.<br>Five.</p><ul><li>a<li>b <i>c</i></ul>
      <script>evil()</script><pre>x\n  y</pre><div><div>End</div></div></body></html>`;
    expect(textOf(page)).toBe('Our prices\n\nOne twothree & four.\nFive.\n\n- a\n- b c\n\nx\n  y\n\nEnd');
  });

  it('have a line for each row of a table, whatever stands in its cells', () => {
    const row = '<tr><td><p>Team</p></td><td><p>49 EUR</p><p>a month</p></td></tr>';
    expect(textOf(`<p>Prices</p><table>${row}<tr><th>x</th><td></td><td>z</td></tr></table>after`)).toBe(
      'Prices\n\nTeam | 49 EUR\na month\nx | | z\n\nafter',
    );
  });

  it('come with their headings, each where it stands', () => {
    const { text, headings } = htmlText('<p>Intro</p><h1>A <em>b</em></h1><p>x</p><h3></h3><h2>C</h2>');
    expect(headings).toEqual([
      { offset: text.indexOf('A b'), level: 1, title: 'A b' },
      { offset: text.indexOf('C'), level: 2, title: 'C' },
    ]);
  });

  it('of any text come back as they were, with their headings at their places', () => {
    const word = fc.stringMatching(/^[a-z<>&"']{1,12}$/);
    const escaped = (text: string): string => text.replace(/[<>&"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom('p', 'h1', 'h2', 'div'), word), { minLength: 1 }),
        (blocks) => {
          const { text, headings } = htmlText(
            blocks.map(([tag, words]) => `<${tag}>${escaped(words)}</${tag}>`).join(' '),
          );
          expect(text).toBe(blocks.map(([, words]) => words).join('\n\n'));
          expect(headings.map(({ title }) => title)).toEqual(
            blocks.filter(([tag]) => tag.startsWith('h')).map(([, words]) => words),
          );
          for (const { offset, title } of headings)
            expect(text.slice(offset, offset + title.length)).toBe(title);
        },
      ),
    );
  });

  it('are not looked for in a page that is nested without end, and are bounded', () => {
    expect(() => textOf('<div>'.repeat(1_000_000))).toThrow('nested too deep');
    expect(() => textOf('words '.repeat(900_000))).toThrow('more than 5,000,000 characters');
  });
});
