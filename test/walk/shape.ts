/**
 * What is written down of an answer: `'string'`, `'number|null'`, `'any'`, `'=success'` for just that word, a list of one for a
 * list that holds some of it, an empty list for any list, and an object for what has at least these fields.
 */
export type Shape = string | boolean | null | readonly Shape[] | { readonly [key: string]: Shape };

/** Where a value is not what is written down of it. */
export function departures(shape: Shape, value: unknown, at = 'body'): string[] {
  if (typeof shape === 'string')
    return isA(shape, value) ? [] : [`${at} is ${JSON.stringify(value)}, not ${shape}`];
  if (typeof shape === 'boolean' || shape === null)
    return value === shape ? [] : [`${at} is ${JSON.stringify(value)}, not ${String(shape)}`];
  if (isList(shape)) return departuresOfItems(shape, value, at);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${at} is no object`];
  return Object.entries(shape).flatMap(([name, field]) =>
    Object.hasOwn(value, name)
      ? departures(field, (value as Record<string, unknown>)[name], `${at}.${name}`)
      : [`${at}.${name} is missing`],
  );
}

function departuresOfItems([item]: readonly Shape[], value: unknown, at: string): string[] {
  if (!Array.isArray(value)) return [`${at} is no list`];
  if (item === undefined) return [];
  if (value.length === 0) return [`${at} is empty`];
  return value.flatMap((one, index) => departures(item, one, `${at}[${index}]`));
}

const isList = (shape: Shape): shape is readonly Shape[] => Array.isArray(shape);

function isA(words: string, value: unknown): boolean {
  return words
    .split('|')
    .some((word) =>
      word.startsWith('=')
        ? value === word.slice(1)
        : word === 'any' || (word === 'null' ? value === null : typeof value === word),
    );
}
