import { isUtf8 } from 'node:buffer';

/** How the bytes of a text file are to be read. */
export type TextEncoding = 'utf8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const SAMPLE = 4_096;

/** Finds out the encoding of a file while its bytes pass by: by its mark, by its zeros, by whether it is UTF-8 throughout. */
export class EncodingProbe {
  private couldBeUtf8 = true;
  /** The beginning of a character whose end has not arrived yet. */
  private unfinished: Buffer = Buffer.alloc(0);
  private sample: Buffer = Buffer.alloc(0);

  push(bytes: Buffer): void {
    if (this.sample.length < SAMPLE) this.sample = Buffer.concat([this.sample, bytes.subarray(0, SAMPLE)]);
    if (!this.couldBeUtf8) return;
    const text = this.unfinished.length > 0 ? Buffer.concat([this.unfinished, bytes]) : bytes;
    const whole = text.length - unfinishedAtEnd(text);
    this.couldBeUtf8 = isUtf8(text.subarray(0, whole));
    this.unfinished = Buffer.from(text.subarray(whole));
  }

  /** Of a file that was only begun the last character may be cut. */
  end(isWhole = true): TextEncoding {
    const wide = wideEncodingOf(this.sample.subarray(0, SAMPLE));
    if (wide) return wide;
    return this.couldBeUtf8 && (!isWhole || this.unfinished.length === 0) ? 'utf8' : 'windows-1252';
  }
}

/** How many bytes at the end belong to a character that goes on. */
function unfinishedAtEnd(text: Buffer): number {
  for (let back = 1; back <= Math.min(3, text.length); back++) {
    const byte = text[text.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}

/** UTF-16 shows by its mark, or by a zero in nearly every other byte of Latin text. */
function wideEncodingOf(sample: Buffer): TextEncoding | undefined {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  for (let at = 0; at < sample.length; at++) if (sample[at] === 0) zeros[at % 2]! += 1;
  const [even = 0, odd = 0] = zeros;
  const half = sample.length / 2;
  if (odd > half * 0.6 && even < half * 0.1) return 'utf-16le';
  if (even > half * 0.6 && odd < half * 0.1) return 'utf-16be';
  return undefined;
}
