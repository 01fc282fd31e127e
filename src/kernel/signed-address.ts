import { createHmac, timingSafeEqual } from 'node:crypto';
import { idAt, idBytes } from './signed-claim.js';

const MAC_BYTES = 10;
/** RFC 4648 in lower case: mail servers may change the case of what stands before the `@`. */
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** Addresses of one mailbox that each name something of ours: `support+<id and signature>@example.com`. */
export interface SignedMailbox {
  /** What they are for: an address of one purpose is worthless for another. */
  readonly purpose: string;
  /** The first signs, all verify. */
  readonly keys: readonly [Buffer, ...Buffer[]];
  /** The mailbox itself, with at most 20 characters before the `@`. */
  readonly address: string;
}

/** The address of the mailbox that names the id. */
export function signedAddress({ purpose, keys, address }: SignedMailbox, id: string): string {
  const [local = '', domain = ''] = address.split('@');
  const bytes = idBytes(id);
  return `${local}+${encoded(Buffer.concat([bytes, macOf(keys[0], purpose, bytes)]))}@${domain}`;
}

/** The id that an address of the mailbox names, when we have signed it. */
export function idInAddress({ purpose, keys, address }: SignedMailbox, given: string): string | undefined {
  const [local = '', domain = ''] = address.toLowerCase().split('@');
  const [tagged = '', host, ...more] = given.trim().toLowerCase().split('@');
  if (host !== domain || more.length > 0 || !tagged.startsWith(`${local}+`)) return undefined;
  const bytes = decoded(tagged.slice(local.length + 1));
  if (bytes?.length !== 16 + MAC_BYTES) return undefined;
  const [id, mac] = [bytes.subarray(0, 16), bytes.subarray(16)];
  return keys.some((key) => timingSafeEqual(mac, macOf(key, purpose, id))) ? idAt(id) : undefined;
}

function macOf(key: Buffer, purpose: string, id: Buffer): Buffer {
  return createHmac('sha256', key).update(`${purpose}\0`).update(id).digest().subarray(0, MAC_BYTES);
}

function encoded(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{1,5}/g) ?? [])
    .map((five) => BASE32[Number.parseInt(five.padEnd(5, '0'), 2)])
    .join('');
}

/** Undefined for what is no such text, or not in its one spelling. */
function decoded(text: string): Buffer | undefined {
  if (text.length > 64 || !/^[a-z2-7]*$/.test(text)) return undefined;
  const bits = [...text].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
  return encoded(bytes) === text ? bytes : undefined;
}
