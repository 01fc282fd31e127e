import { CursorUnreadable, decodeCursor, encodeCursor, isInstant } from '#kernel/page';
import { isUuid } from '#kernel/ids';

const SORT_FIELDS = [
  'created_at',
  'updated_at',
  'last_activity_at',
  'lead_score',
  'name',
  'email',
  'company',
] as const;
export type SortField = (typeof SORT_FIELDS)[number];
/** A field, from low to high; with `-` from high to low. */
export type LeadSort = `${'' | '-'}${SortField}`;

export const LEAD_SORTS: readonly LeadSort[] = SORT_FIELDS.flatMap((field): LeadSort[] => [
  field,
  `-${field}`,
]);

/** How a list is ordered: by a field of leads, or as a search has ranked them. */
export type ListOrder = LeadSort | 'match';

/** Where a list goes on: behind the lead with this key and id. Leads whose key is null come last. */
export interface Position {
  readonly key: string | null;
  readonly id: string;
}

export function isDescending(order: ListOrder): boolean {
  return order.startsWith('-');
}

export function fieldOf(order: ListOrder): SortField | 'match' {
  return order.replace(/^-/, '') as SortField | 'match';
}

/** A cursor that only a list in this order reads. */
export function cursorOf(order: ListOrder, { key, id }: Position): string {
  return encodeCursor(key === null ? [order, id, 'none', ''] : [order, id, 'key', key]);
}

export function positionOf(order: ListOrder, cursor: string): Position {
  const [its, id = '', kind, text = ''] = decodeCursor(cursor, 4);
  const isRead = its === order && isUuid(id) && (kind === 'none' || (kind === 'key' && isKey(order, text)));
  if (!isRead) throw new CursorUnreadable();
  return { key: kind === 'none' ? null : text, id };
}

function isKey(order: ListOrder, text: string): boolean {
  const field = fieldOf(order);
  if (field.endsWith('_at')) return isInstant(text);
  return field === 'lead_score' || field === 'match' ? /^\d{1,4}$/.test(text) : !text.includes('\0');
}
