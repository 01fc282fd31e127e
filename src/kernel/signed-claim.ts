import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

const VERSION = 1;
const MAC_BYTES = 18;

/**
 * Signs short claims into text that fits an address, and reads them: HMAC-SHA256 cut to 144 bits over purpose and claim.
 * The first key signs; what any of them signed is read. A token of one purpose is worthless for another.
 */
export class SignedClaims<Purpose extends string> {
  private readonly first: KeyObject;
  private readonly others: readonly KeyObject[];

  constructor([first, ...others]: readonly [Buffer, ...Buffer[]]) {
    this.first = createSecretKey(first);
    this.others = others.map((key) => createSecretKey(key));
  }

  sign(purpose: Purpose, claim: Buffer): string {
    const said = Buffer.concat([Buffer.of(VERSION), claim]);
    return Buffer.concat([said, mac(this.first, purpose, said)]).toString('base64url');
  }

  /** The claim, or undefined when the token is not exactly one that we have signed for this purpose. */
  read(purpose: Purpose, token: string): Buffer | undefined {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length <= MAC_BYTES || bytes[0] !== VERSION) return undefined;
    // One token has one spelling: no padding, blanks or spare bits.
    if (bytes.toString('base64url') !== token) return undefined;
    const said = bytes.subarray(0, -MAC_BYTES);
    const signature = bytes.subarray(-MAC_BYTES);
    const isOf = (key: KeyObject) => timingSafeEqual(signature, mac(key, purpose, said));
    if (!isOf(this.first) && !this.others.some(isOf)) return undefined;
    return said.subarray(1);
  }
}

/** The 16 bytes of a UUID. */
export function idBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

/** The UUID that begins at the byte. */
export function idAt(bytes: Buffer, start = 0): string {
  const hex = bytes.toString('hex', start, start + 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

function mac(key: KeyObject, purpose: string, said: Buffer): Buffer {
  return createHmac('sha256', key).update(`${purpose}\0`).update(said).digest().subarray(0, MAC_BYTES);
}
