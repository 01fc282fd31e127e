import { createHmac, timingSafeEqual } from 'node:crypto';

/** What a signed link is for; a token of one purpose is worthless for another. */
export type LinkPurpose = 'open' | 'click' | 'unsubscribe';

export interface LinkClaim {
  readonly messageId: string;
  readonly linkId?: string;
}

const VERSION = 1;
const MAC_BYTES = 18;
const ID_BYTES = 16;

/**
 * Signs and reads the tokens of tracked links: HMAC-SHA256 cut to 144 bits over purpose, message and link. The first key
 * signs; what any of them signed is read.
 */
export class LinkTokens {
  constructor(private readonly keys: readonly [Buffer, ...Buffer[]]) {}

  sign(purpose: LinkPurpose, { messageId, linkId }: LinkClaim): string {
    const claim = Buffer.concat([
      Buffer.of(VERSION),
      idBytes(messageId),
      ...(linkId ? [idBytes(linkId)] : []),
    ]);
    return Buffer.concat([claim, mac(this.keys[0], purpose, claim)]).toString('base64url');
  }

  /** What the token says, or undefined when it is not exactly one that we have signed for this purpose. */
  read(purpose: LinkPurpose, token: string): LinkClaim | undefined {
    const bytes = Buffer.from(token, 'base64url');
    const ids = purpose === 'click' ? 2 : 1;
    if (bytes.length !== 1 + ids * ID_BYTES + MAC_BYTES || bytes[0] !== VERSION) return undefined;
    // One token has one spelling: no padding, blanks or spare bits.
    if (bytes.toString('base64url') !== token) return undefined;
    const claim = bytes.subarray(0, -MAC_BYTES);
    const signature = bytes.subarray(-MAC_BYTES);
    if (!this.keys.some((key) => timingSafeEqual(signature, mac(key, purpose, claim)))) return undefined;
    return {
      messageId: idText(claim.subarray(1, 1 + ID_BYTES)),
      ...(ids === 2 && { linkId: idText(claim.subarray(1 + ID_BYTES)) }),
    };
  }
}

function mac(key: Buffer, purpose: LinkPurpose, claim: Buffer): Buffer {
  return createHmac('sha256', key).update(`${purpose}\0`).update(claim).digest().subarray(0, MAC_BYTES);
}

function idBytes(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', ''), 'hex');
}

function idText(bytes: Buffer): string {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
