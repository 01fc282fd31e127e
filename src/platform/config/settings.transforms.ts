import type { TransformFnParams } from 'class-transformer';

/** Whole numbers only: `1e3`, `0x10` and `12.5` stay text and are refused by the validator. */
export function integer({ value }: TransformFnParams): unknown {
  return typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value;
}

/** `1`, `true`, `yes`, `on` and their opposites; anything else is refused by the validator. */
export function flag({ value }: TransformFnParams): unknown {
  if (typeof value !== 'string') return value;
  if (/^(1|true|yes|on)$/i.test(value)) return true;
  return /^(0|false|no|off)$/i.test(value) ? false : value;
}

/** Words separated by commas. */
export function list({ value }: TransformFnParams): unknown {
  if (typeof value !== 'string') return value;
  return value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

/** Whole numbers separated by commas. */
export function integers(params: TransformFnParams): unknown {
  const words = list(params);
  return Array.isArray(words) ? words.map((value: unknown) => integer({ ...params, value })) : words;
}

/** JSON; what is none stays text and is refused by the validator. */
export function json({ value }: TransformFnParams): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
