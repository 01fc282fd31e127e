/** What a custom field of tickets may hold. */
export type FieldValue = string | number | boolean;

export const FIELD_TYPES = ['text', 'number', 'boolean', 'date', 'select', 'url'] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

/** A custom field as far as values are held against it. */
export interface FieldShape {
  readonly type: FieldType;
  readonly options: readonly string[];
}

const LONGEST = 500;
const LARGEST = 1e15;

/** The value as it is kept, null for none, or what is wrong with it. Nothing is converted: `"3"` is no number. */
export function readFieldValue(
  field: FieldShape,
  given: unknown,
): { value: FieldValue | null } | { problem: string } {
  if (given === null) return { value: null };
  if (field.type === 'number')
    return typeof given === 'number' && Math.abs(given) <= LARGEST
      ? { value: given }
      : { problem: 'must be a number' };
  if (field.type === 'boolean')
    return typeof given === 'boolean' ? { value: given } : { problem: 'must be true or false' };
  if (typeof given !== 'string') return { problem: 'must be text' };
  const text = given.trim();
  if (text === '') return { value: null };
  const problem = faultOf(field, text);
  return problem === undefined ? { value: text } : { problem };
}

/** The value that a text of a query or a rule means; undefined for none that the field could have. */
export function meantBy(field: FieldShape, text: string): FieldValue | undefined {
  const given =
    field.type === 'number'
      ? /^-?\d{1,15}(?:\.\d{1,15})?$/.test(text)
        ? Number(text)
        : text
      : field.type === 'boolean'
        ? text === 'true' || (text === 'false' ? false : text)
        : text;
  const read = readFieldValue(field, given);
  return 'value' in read ? (read.value ?? undefined) : undefined;
}

function faultOf({ type, options }: FieldShape, text: string): string | undefined {
  if (text.length > LONGEST || !/^[^\p{Cc}\u2028\u2029]*$/u.test(text) || !text.isWellFormed())
    return `must be one line of at most ${LONGEST} characters`;
  if (type === 'select' && !options.includes(text)) return 'must be one of the options';
  if (type === 'date' && !isDay(text)) return 'must be a day such as 2026-12-01';
  if (type === 'url' && !(/^https?:\/\//i.test(text) && URL.canParse(text)))
    return 'must be an address that begins with http';
  return undefined;
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
