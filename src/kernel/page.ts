import { defineError } from './errors.js';
import { isUuid } from './ids.js';

const INSTANT = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z$/;

/** A slice of a list and where the next one begins. */
export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}

export const CursorUnreadable = defineError('http/cursor-unreadable', 'malformed', () => {
  return 'The cursor is not one that this list has given out.';
});

/** Packs the sort key of the last row into an opaque cursor. */
export function encodeCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

/** Unpacks a cursor of exactly `length` parts; anything else is refused as malformed. */
export function decodeCursor(cursor: string, length: number): string[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (Array.isArray(parts) && parts.length === length && parts.every((part) => typeof part === 'string'))
      return parts;
  } catch {
    // Not JSON: refused below like any other stranger.
  }
  throw new CursorUnreadable();
}

/** Where a list ordered by time and a name goes on. */
export function decodeNameCursor(cursor: string): { at: string; name: string } {
  const [at = '', name = ''] = decodeCursor(cursor, 2);
  if (!isInstant(at) || name.includes('\0')) throw new CursorUnreadable();
  return { at, name };
}

/** Where a list ordered by time and id goes on. */
export function decodeRowCursor(cursor: string): { at: string; name: string } {
  const key = decodeNameCursor(cursor);
  if (!isUuid(key.name)) throw new CursorUnreadable();
  return key;
}

/** Where a list ordered by time and a number goes on. */
export function decodeNumberCursor(cursor: string): { at: string; number: number } {
  const { at, name } = decodeNameCursor(cursor);
  if (!/^\d{1,15}$/.test(name)) throw new CursorUnreadable();
  return { at, number: Number(name) };
}

/** Cuts `rows`, read with `limit + 1`, into a page; `keyOf` names the sort key of a row. */
export function toPage<Row>(rows: Row[], limit: number, keyOf: (row: Row) => string[]): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items[items.length - 1];
  return { items, nextCursor: rows.length > limit && last ? encodeCursor(keyOf(last)) : null };
}

/** Date takes 31 February for 3 March where Postgres refuses it, so the day must come back as it was written. */
export function isInstant(text: string): boolean {
  if (!INSTANT.test(text)) return false;
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text.slice(0, 10));
}
