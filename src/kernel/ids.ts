import { randomUUID } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A new UUID version 7 (RFC 9562): time-ordered, so that indexes stay small and imports fast. */
export function newId(): string {
  const time = timeOf(Date.now());
  // The random part, with its variant, is that of a version 4 id: Node keeps a supply of those.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** What every id of before that moment comes before. */
export function firstIdOf(moment: Date): string {
  const time = timeOf(moment.getTime());
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`;
}

function timeOf(millis: number): string {
  return millis.toString(16).padStart(12, '0');
}

/** Whether the text is a UUID of any version. */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text);
}
