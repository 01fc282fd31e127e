import { createHash } from 'node:crypto';
import { isMailAddress, normaliseMailAddress } from '#kernel/address';
import { isUuid } from '#kernel/ids';
import { isMachine } from '../tracking/visit.js';
import type { MailEvent, MailEventKind } from './mail-event.js';

const LONGEST_TEXT = 500;
const LONGEST_ID = 200;
const LONGEST_URL = 2_000;
/** Clocks of others may be a little ahead of ours. */
const AHEAD_MS = 5 * 60_000;

export type Fields = Readonly<Record<string, unknown>>;

/** The value as an object; empty for anything else. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The text at a name, cut to what is kept; null where there is none. */
export function textOf(fields: Fields, name: string, longest = LONGEST_TEXT): string | null {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text !== 'string' || text === '') return null;
  return text
    .toWellFormed()
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, longest);
}

/** What a provider says of an event, as it wrote it. */
export interface SaidEvent {
  readonly kind: MailEventKind;
  /** Its id; an event without one is known again by all that it says. */
  readonly id: string | null;
  readonly messageId: string | null;
  readonly providerId: string | null;
  readonly email: string | null;
  /** Seconds since 1970, or a date as text. */
  readonly at: unknown;
  readonly reason?: string | null;
  readonly link?: string | null;
  readonly userAgent?: string | null;
  readonly isMachine?: boolean;
}

/** An event in our words; what cannot be one of ours in its fields is left out. */
export function mailEvent(said: SaidEvent, whole: unknown): MailEvent {
  const email = said.email === null ? null : normaliseMailAddress(said.email.toWellFormed());
  const userAgent = said.userAgent ?? null;
  return {
    id: (said.id ?? `sha256:${digestOf(whole)}`).slice(0, LONGEST_ID),
    kind: said.kind,
    messageId: isUuid(said.messageId) ? said.messageId : null,
    providerId: said.providerId === null ? null : said.providerId.replace(/^<|>$/g, '').slice(0, LONGEST_ID),
    email: isMailAddress(email) ? email : null,
    at: instantOf(said.at),
    reason: said.reason ?? null,
    link: said.link && /^https?:\/\//i.test(said.link) ? said.link.slice(0, LONGEST_URL) : null,
    userAgent,
    isMachine: said.isMachine === true || (userAgent !== null && isMachine(userAgent)),
  };
}

/** The moment that was meant; now when it cannot be read or lies in the future. */
function instantOf(at: unknown): string {
  const now = Date.now();
  const time = typeof at === 'number' ? at * 1_000 : typeof at === 'string' ? Date.parse(at) : Number.NaN;
  return new Date(time > 0 && time < now + AHEAD_MS ? time : now).toISOString();
}

function digestOf(whole: unknown): string {
  return createHash('sha256').update(JSON.stringify(whole)).digest('hex').slice(0, 40);
}
