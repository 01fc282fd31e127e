import fc from 'fast-check';
import { type SuppressionLine, suppressionLine, suppressionLines } from './suppression-lines.js';

async function read(...pieces: readonly (string | Buffer)[]): Promise<SuppressionLine[]> {
  const file = (async function* () {
    for (const piece of pieces) yield Buffer.from(piece);
  })();
  const lines: SuppressionLine[] = [];
  for await (const line of suppressionLines(file)) lines.push(line);
  return lines;
}
const rows = async (...pieces: string[]) => (await read(...pieces)).map(({ row }) => row);

describe('a file of addresses', () => {
  it('is read line by line, whatever its line ends, quotes and separators', async () => {
    expect(await rows('email,reason\r\n"A@B.test",complaint\nc@d.test;unsubscribed\r\re@f.test\n\n')).toEqual(
      [
        { email: 'a@b.test', reason: 'complaint' },
        { email: 'c@d.test', reason: 'unsubscribed' },
        { email: 'e@f.test', reason: 'manual' },
      ],
    );
  });

  it('says which lines it cannot take', async () => {
    const lines = await read('no address\na@b.test,because\na@b.test\n"a@b.test\r\nBcc: x@y.test"');
    expect(lines.filter(({ row }) => !row).map(({ number }) => number)).toEqual([1, 2, 4, 5]);
  });

  it('is the same in whichever pieces it comes', async () => {
    const text = 'email\na@b.test,hard_bounce\nü@d.test\n';
    const whole = await read(text);
    const bytes = Buffer.from(text);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 5 }),
        async (cuts) => {
          const at = [0, ...cuts.toSorted((one, other) => one - other), bytes.length];
          const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
          expect(await read(...pieces)).toEqual(whole);
        },
      ),
    );
  });

  it('comes back as it was written, also what a spreadsheet would take for a formula', async () => {
    const emails = ['+tag@b.test', '=cmd@b.test', '-a@b.test', 'a@b.test'];
    const written = emails.map((email) => suppressionLine([email, 'manual', 'a "note", with commas']));
    expect(written.filter((line) => /^[=+-]/.test(line))).toEqual([]);
    expect((await rows(...written)).map((row) => row?.email)).toEqual(emails);
  });
});
