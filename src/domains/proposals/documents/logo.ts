import { inflateSync } from 'node:zlib';

/** A picture that both kinds of document can hold. */
export interface Logo {
  readonly type: 'png' | 'jpg';
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
}

const LARGEST_BYTES = 1024 * 1024;
const MOST_PIXELS = 4_000_000;
const PNG_HEAD = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Samples of a pixel by colour type. */
const SAMPLES: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** The logo if it is a picture of bounded size that can be drawn; undefined for everything else. */
export function logoOf(bytes: Uint8Array): Logo | undefined {
  if (bytes.byteLength > LARGEST_BYTES) return undefined;
  const data = Buffer.from(bytes);
  const logo = readPng(data) ?? readJpeg(data);
  const isBounded = logo && logo.width > 0 && logo.height > 0 && logo.width * logo.height <= MOST_PIXELS;
  return isBounded ? logo : undefined;
}

/** The pixels must unpack to what the head says, or a few kilobytes could fill the memory. */
function readPng(data: Buffer): Logo | undefined {
  if (!data.subarray(0, 8).equals(PNG_HEAD) || data.length < 33 || data.toString('latin1', 12, 16) !== 'IHDR')
    return undefined;
  const width = data.readUInt32BE(16);
  const height = data.readUInt32BE(20);
  const samples = SAMPLES[data[25] ?? -1];
  if (samples === undefined || width * height > MOST_PIXELS) return undefined;
  const row = 1 + Math.ceil((width * samples * (data[24] ?? 8)) / 8);
  // Interlaced pictures have a few more row heads than rows.
  const most = row * height + 8 * height + 64;
  try {
    inflateSync(Buffer.concat(pixelChunks(data)), { maxOutputLength: most });
  } catch {
    return undefined;
  }
  return { type: 'png', bytes: data, width, height };
}

function pixelChunks(data: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = 8; at + 12 <= data.length;) {
    const length = data.readUInt32BE(at);
    if (data.toString('latin1', at + 4, at + 8) === 'IDAT')
      chunks.push(data.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return chunks;
}

/** The size stands in the frame header, SOF0 to SOF2. */
function readJpeg(data: Buffer): Logo | undefined {
  if (data[0] !== 0xff || data[1] !== 0xd8) return undefined;
  for (let at = 2; at + 9 < data.length && data[at] === 0xff;) {
    const marker = data[at + 1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xc2)
      return {
        type: 'jpg',
        bytes: data,
        height: data.readUInt16BE(at + 5),
        width: data.readUInt16BE(at + 7),
      };
    at += 2 + data.readUInt16BE(at + 2);
  }
  return undefined;
}
