import { Readable } from 'node:stream';
import fc from 'fast-check';
import { readFileForm } from './multipart.js';

const BOUNDARY = 'x-boundary';
const TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
const DELIMITER = `\r\n--${BOUNDARY}`;

/** The bytes of a form, cut where `cuts` says. */
function arriving(bytes: Buffer, cuts: readonly number[]): Readable {
  const places = [...new Set([0, ...cuts.map((cut) => cut % (bytes.length + 1)), bytes.length])].toSorted(
    (a, b) => a - b,
  );
  return Readable.from(places.slice(1).map((end, at) => bytes.subarray(places[at], end)));
}

const part = (head: string, content: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`),
    content,
    Buffer.from('\r\n'),
  ]);
const end = Buffer.from(`--${BOUNDARY}--`);

async function bytesOf(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Content with pieces of the boundary in it, but never the whole. */
const contents = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.constantFrom('\r\n', '\r\n--', '--x-bound', '\r\n--x-boundar', '--'),
    ),
    { maxLength: 30 },
  )
  .map((parts) => Buffer.concat(parts.map((one) => Buffer.from(one as string))))
  .filter((content) => !content.includes(DELIMITER) && !content.subarray(0).includes(`--${BOUNDARY}`));

describe('a form with a file', () => {
  it('gives back its fields and the bytes of the file, wherever the network has cut it', async () => {
    await fc.assert(
      fc.asyncProperty(
        contents,
        fc.string({ maxLength: 20 }),
        fc.array(fc.nat(), { maxLength: 20 }),
        async (content, title, cuts) => {
          const body = Buffer.concat([
            Buffer.from('a preamble nobody reads\r\n'),
            part('name="title"', Buffer.from(title.toWellFormed())),
            part('name="file"; filename="Plan %22B%22; a.pdf"\r\nContent-Type: application/pdf', content),
            part('name="later"', Buffer.from('unread')),
            end,
          ]);
          const { fields, file } = await readFileForm(arriving(body, cuts), TYPE);
          expect([...fields]).toEqual([['title', title.toWellFormed()]]);
          expect(file).toMatchObject({ fileName: 'Plan "B"; a.pdf', mediaType: 'application/pdf' });
          expect((await bytesOf(file!.content)).equals(content)).toBe(true);
        },
      ),
    );
  });

  it('has none when there are only fields', async () => {
    const body = Buffer.concat([part('name="__proto__"', Buffer.from('a')), end]);
    expect(await readFileForm(Readable.from([body]), TYPE)).toEqual({
      fields: new Map([['__proto__', 'a']]),
      file: null,
    });
  });

  it('is refused when it breaks off, has no boundary, or longer headers or fields than a form has', async () => {
    const whole = Buffer.concat([part('name="file"; filename="a"', Buffer.from('content')), end]);
    const read = async (body: Buffer, type = TYPE): Promise<unknown> => {
      const { file } = await readFileForm(Readable.from([body]), type);
      return file && bytesOf(file.content);
    };
    const refused = { code: 'http/form-unreadable' };
    await expect(read(whole)).resolves.toEqual(Buffer.from('content'));
    await expect(read(whole.subarray(0, -20))).rejects.toMatchObject(refused);
    await expect(read(whole, 'multipart/form-data')).rejects.toMatchObject(refused);
    await expect(read(Buffer.from('no form'))).rejects.toMatchObject(refused);
    await expect(read(part(`name="${'a'.repeat(9_000)}"`, Buffer.from('')))).rejects.toMatchObject(refused);
    await expect(read(Buffer.concat([part('name="a"', Buffer.alloc(20_000)), end]))).rejects.toMatchObject(
      refused,
    );
  });
});
