import { createHmac, timingSafeEqual } from 'node:crypto';

const TOLERANCE_S = 5 * 60;

/** The headers by which a mail is handed in: seconds since 1970, and `sha256=` with the HMAC of `<seconds>.<bytes of the mail>`. */
export interface InboundSignature {
  readonly timestamp: string;
  readonly signature: string;
}

/** Whether the signature is young enough that reading the mail is worth it. */
export function isTimely({ timestamp, signature }: InboundSignature, nowMs: number): boolean {
  if (!/^\d{10}$/.test(timestamp) || !/^sha256=[0-9a-f]{64}$/i.test(signature)) return false;
  return Math.abs(nowMs / 1_000 - Number(timestamp)) <= TOLERANCE_S;
}

/** Whether exactly these bytes were signed with the secret. */
export function isSigned(secret: string, { timestamp, signature }: InboundSignature, mail: Buffer): boolean {
  const expected = createHmac('sha256', secret).update(`${timestamp}.`).update(mail).digest();
  const given = Buffer.from(signature.slice('sha256='.length), 'hex');
  return given.length === expected.length && timingSafeEqual(given, expected);
}
