import { CursorUnreadable, decodeCursor } from '#kernel/page';

/** The time and the name at which a list, newest first, goes on. */
export function placeInList(cursor: string): { createdAt: string; name: string } {
  const [createdAt = '', name = ''] = decodeCursor(cursor, 2);
  if (
    !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(createdAt) ||
    Number.isNaN(Date.parse(createdAt)) ||
    name.includes('\0')
  )
    throw new CursorUnreadable();
  return { createdAt, name };
}
