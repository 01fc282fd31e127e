import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  constants,
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
} from 'node:zlib';
import { NotText, TooLarge } from './web.errors.js';

const MOST_ENCODINGS = 2;
/** zstd may ask for a window of any size; 8 MiB is what RFC 9659 lets a server use. */
const ZSTD = { params: { [constants.ZSTD_d_windowLogMax]: 23 } };

export const ACCEPTED_ENCODINGS = 'gzip, deflate, br, zstd';

/**
 * The bytes of an answer, decompressed as they arrive. Neither what arrives nor what it unpacks to may be longer than
 * `longest`: with `cut` the rest is left, otherwise it is refused and the connection closed.
 */
export async function readBody(
  body: Readable,
  encoding: string,
  { longest, cut }: { longest: number; cut: boolean },
): Promise<Buffer> {
  const encodings = encoding.split(',').map((name) => name.trim().toLowerCase());
  const named = encodings.filter((name) => name !== '' && name !== 'identity');
  if (named.length > MOST_ENCODINGS) throw new NotText();
  const chunks: Buffer[] = [];
  let length = 0;
  const collect = async (source: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of source) {
      length += chunk.length;
      chunks.push(chunk);
      if (length > longest) throw new TooLarge();
    }
  };
  const steps = named.reverse().flatMap((name) => [atMost(longest), decompressor(name)]);
  try {
    // The loop over a body destroys it when it ends early, as a pipeline would, which costs as much as the rest of a short call.
    if (steps.length === 0) await collect(body);
    else await pipeline([body, ...steps, collect] as never);
  } catch (error) {
    if (error instanceof TooLarge && cut) return Buffer.concat(chunks).subarray(0, longest);
    throw error;
  }
  return Buffer.concat(chunks);
}

/** Compressed bytes that unpack to nothing at all would otherwise never end. */
function atMost(longest: number): Transform {
  let length = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length;
      if (length > longest) done(new TooLarge());
      else done(null, chunk);
    },
  });
}

function decompressor(name: string): Transform | typeof inflated {
  if (name === 'gzip' || name === 'x-gzip') return createGunzip();
  if (name === 'br') return createBrotliDecompress();
  if (name === 'zstd') return createZstdDecompress(ZSTD);
  if (name === 'deflate') return inflated;
  throw new NotText();
}

/** `deflate` is meant to have a header of two bytes; some servers leave it out. */
async function* inflated(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]();
  const first = await chunks.next();
  if (first.done) return;
  const inflate = (first.value[0] ?? 0) % 16 === 8 ? createInflate() : createInflateRaw();
  const fed = pipeline(async function* () {
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }, inflate);
  // What goes wrong is thrown by the loop over `inflate`, too.
  fed.catch(() => undefined);
  yield* inflate as AsyncIterable<Buffer>;
}
