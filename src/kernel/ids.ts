import { randomUUID } from 'node:crypto';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** A new UUID version 7 (RFC 9562): time-ordered, so that indexes stay small and imports fast. */
export function newId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  // The random part, with its variant, is that of a version 4 id: Node keeps a supply of those.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`;
}

/** Whether the text is a UUID of any version. */
export function isUuid(text: unknown): text is string {
  return typeof text === 'string' && UUID.test(text);
}
