/** How the bytes of a text file are to be read. */
export type TextEncoding = 'utf8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

const SAMPLE = 4_096;

/** Finds out the encoding of a file while its bytes pass by: by its mark, by its zeros, by whether it is UTF-8 throughout. */
export class EncodingProbe {
  private readonly utf8 = new TextDecoder('utf-8', { fatal: true });
  private isUtf8 = true;
  private sample = Buffer.alloc(0);

  push(bytes: Buffer): void {
    if (this.sample.length < SAMPLE) this.sample = Buffer.concat([this.sample, bytes.subarray(0, SAMPLE)]);
    this.check(bytes, true);
  }

  end(): TextEncoding {
    const wide = wideEncodingOf(this.sample.subarray(0, SAMPLE));
    if (wide) return wide;
    this.check(new Uint8Array(), false);
    return this.isUtf8 ? 'utf8' : 'windows-1252';
  }

  private check(bytes: Uint8Array, stream: boolean): void {
    if (!this.isUtf8) return;
    try {
      this.utf8.decode(bytes, { stream });
    } catch {
      this.isUtf8 = false;
    }
  }
}

/** UTF-16 shows by its mark, or by a zero in nearly every other byte of Latin text. */
function wideEncodingOf(sample: Buffer): TextEncoding | undefined {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  let even = 0;
  let odd = 0;
  for (let at = 0; at < sample.length; at++) if (sample[at] === 0) at % 2 === 0 ? even++ : odd++;
  const half = sample.length / 2;
  if (odd > half * 0.6 && even < half * 0.1) return 'utf-16le';
  if (even > half * 0.6 && odd < half * 0.1) return 'utf-16be';
  return undefined;
}
