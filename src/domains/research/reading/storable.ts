const DEEPEST = 16;

/**
 * The value as Postgres can keep it: texts without NUL and without halves of characters, nothing deeper than sixteen levels,
 * and no key that a program could take for a prototype.
 */
export function storable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return storableText(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (depth >= DEEPEST) return null;
  if (Array.isArray(value)) return value.map((item) => storable(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== '__proto__')
      .map(([key, item]) => [storableText(key), storable(item, depth + 1)]),
  );
}

const storableText = (text: string): string => text.replaceAll('\0', '').toWellFormed();
