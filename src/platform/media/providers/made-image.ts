import type { MadeImage } from '../media-request.js';

const RIFF = Buffer.from('RIFF');
const WEBP = Buffer.from('WEBP');
const BEGINNINGS = [
  ['image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])],
  ['image/jpeg', Buffer.from([0xff, 0xd8, 0xff])],
  ['image/gif', Buffer.from('GIF8')],
] as const;

/** The image in a provider's base64, its type told by its first bytes. Throws when there is none. */
export function madeImage(base64: string | undefined): MadeImage {
  const bytes = Buffer.from(base64 ?? '', 'base64');
  const mediaType = typeOf(bytes);
  if (!mediaType) throw new Error('What was sent is no image.');
  return { mediaType, bytes };
}

function typeOf(bytes: Buffer): MadeImage['mediaType'] | undefined {
  if (bytes.subarray(0, 4).equals(RIFF) && bytes.subarray(8, 12).equals(WEBP)) return 'image/webp';
  return BEGINNINGS.find(([, beginning]) => bytes.subarray(0, beginning.length).equals(beginning))?.[0];
}
