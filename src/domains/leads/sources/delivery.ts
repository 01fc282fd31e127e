import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { once, type Once } from '../protection/once.js';

const DAY_MS = 24 * 60 * 60_000;
/** Senders repeat a delivery for some days, under the same id and signed anew each time. */
const ID_REMEMBERED_MS = 7 * DAY_MS;
/** A signature without a time is good for ever, so that what it signs is remembered for longer. */
const CONTENT_REMEMBERED_MS = 90 * DAY_MS;
const LONGEST_ID = 256;

/**
 * By what a delivery is known again, when it is signed with the secret over exactly these bytes; undefined otherwise.
 * Either in the headers of Standard Webhooks, which bring an id and a time that is at most five minutes away, or in
 * `X-Signature: sha256=…`, which signs the body alone: there the same body is the same delivery.
 */
export function signedDelivery(
  sourceId: string,
  secret: string,
  body: string,
  headers: IncomingHttpHeaders,
): Once | undefined {
  const id = headers['webhook-id'];
  if (id !== undefined) {
    if (typeof id !== 'string' || id.length > LONGEST_ID || !isStandard(secret, body, headers))
      return undefined;
    return once('delivery', `${sourceId} id ${id}`, new Date(Date.now() + ID_REMEMBERED_MS));
  }
  // In one spelling: what is known again must not depend on how somebody writes hexadecimal digits.
  const signature = [headers['x-signature']].flat()[0]?.toLowerCase();
  if (signature === undefined || !isSigned(secret, body, signature)) return undefined;
  return once('delivery', `${sourceId} body ${signature}`, new Date(Date.now() + CONTENT_REMEMBERED_MS));
}

function isStandard(secret: string, body: string, headers: IncomingHttpHeaders): boolean {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}

/** The key is the whole text of the secret, as it was shown. */
function isSigned(secret: string, body: string, signature: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
