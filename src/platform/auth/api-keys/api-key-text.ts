import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { idAt, idBytes } from '#kernel/signed-claim';

const PREFIX = 'mak_';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const [ID_DIGITS, SECRET_DIGITS, SUM_DIGITS] = [22, 43, 6];
const SECRET_BYTES = 32;
const KEY = new RegExp(
  `^mak_([0-9A-Za-z]{${ID_DIGITS}})_([0-9A-Za-z]{${SECRET_DIGITS}})([0-9A-Za-z]{${SUM_DIGITS}})$`,
);

/** A key as its owner sees it once, and what is kept of it. */
export interface NewKeyText {
  readonly key: string;
  readonly hash: Buffer;
  /** The last four characters. */
  readonly hint: string;
}

/** A key that was sent: well spelled, which says nothing of whether there is such a key. */
export interface SentKey {
  readonly id: string;
  readonly hash: Buffer;
}

/**
 * Makes the key of an id: `mak_<id>_<secret><checksum>`, in letters and digits. Those who search code for secrets that were
 * left there find it by its beginning; the checksum tells a slip from a key that is not valid.
 */
export function newKeyText(id: string): NewKeyText {
  const secret = written(randomBytes(SECRET_BYTES), SECRET_DIGITS);
  const said = `${PREFIX}${written(idBytes(id), ID_DIGITS)}_${secret}`;
  const key = said + checksum(said);
  return { key, hash: digest(secret), hint: key.slice(-4) };
}

/** Whether the text means to be a key at all. */
export function looksLikeKey(text: string): boolean {
  return text.startsWith(PREFIX);
}

/** Undefined when the key is garbled: not of this form, or with a wrong checksum. */
export function readKeyText(text: string): SentKey | undefined {
  const [, id, secret, sum] = KEY.exec(text) ?? [];
  if (id === undefined || secret === undefined || sum !== checksum(text.slice(0, -SUM_DIGITS)))
    return undefined;
  const bytes = bytesOf(id);
  return bytes && { id: idAt(bytes), hash: digest(secret) };
}

export function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

function digest(secret: string): Buffer {
  return hash('sha256', secret, 'buffer');
}

function checksum(said: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(said));
  return written(bytes, SUM_DIGITS);
}

/** A number of many bytes in our digits, always as many of them. */
function written(bytes: Buffer, digits: number): string {
  let left = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let at = 0; at < digits; at++) {
    text = DIGITS[Number(left % 62n)]! + text;
    left /= 62n;
  }
  return text;
}

/** The 16 bytes of an id; undefined for a number that is larger. */
function bytesOf(text: string): Buffer | undefined {
  const value = [...text].reduce((sum, digit) => sum * 62n + BigInt(DIGITS.indexOf(digit)), 0n);
  const hex = value.toString(16).padStart(32, '0');
  return hex.length === 32 ? Buffer.from(hex, 'hex') : undefined;
}
