import { ValidateBy } from 'class-validator';

const LARGEST = 32 * 1024;
const FORBIDDEN_KEYS = new Set(['__proto__', 'constructor', 'prototype']);
const CONTROL = /\p{Cc}/u;

/** A JSON object of at most 100 keys and 32 KB. */
export function IsJsonObject(): PropertyDecorator {
  return ValidateBy({
    name: 'isJsonObject',
    validator: {
      validate: isSmallObject,
      defaultMessage: () => '$property must be an object of at most 100 keys and 32 KB',
    },
  });
}

function isSmallObject(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return (
    keys.length <= 100 &&
    keys.every(
      (key) => key.length > 0 && key.length <= 64 && !FORBIDDEN_KEYS.has(key) && !CONTROL.test(key),
    ) &&
    Buffer.byteLength(JSON.stringify(value)) <= LARGEST
  );
}
