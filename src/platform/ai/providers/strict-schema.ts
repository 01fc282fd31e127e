import type { JsonSchema } from './ai-provider.js';

/** What strict mode knows; anything else in a schema makes the provider reject the request. */
const KEYWORDS = new Set([
  '$schema',
  '$defs',
  'title',
  'description',
  'type',
  'enum',
  'const',
  'anyOf',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'minItems',
  'maxItems',
  'pattern',
  'format',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
]);
const FORMATS = ['date-time', 'time', 'date', 'duration', 'email', 'hostname', 'ipv4', 'ipv6', 'uuid'];

/**
 * Whether a provider can hold the model to this schema to the letter: every object closed and all its properties required,
 * at every depth, and no keyword that strict mode does not know. Otherwise the schema guides the model only.
 */
export function isStrict(schema: JsonSchema): boolean {
  return schema['type'] === 'object' && isStrictPart(schema);
}

function isStrictPart(part: unknown): boolean {
  if (!isRecord(part)) return false;
  if ('$ref' in part) return Object.keys(part).length === 1;
  return (
    Object.keys(part).every((keyword) => KEYWORDS.has(keyword)) &&
    ['type', 'anyOf', 'enum', 'const'].some((keyword) => keyword in part) &&
    isClosed(part) &&
    isPlainText(part) &&
    partsOf(part).every(isStrictPart)
  );
}

function isClosed(part: JsonSchema): boolean {
  const { type, properties, required, additionalProperties } = part;
  const isObject = type === 'object' || (Array.isArray(type) && type.includes('object'));
  if (!isObject) return properties === undefined;
  const names = isRecord(properties) ? Object.keys(properties) : [];
  return (
    additionalProperties === false &&
    names.every((name) => Array.isArray(required) && required.includes(name))
  );
}

/** Patterns that look around are not understood, nor are formats beyond the list. */
function isPlainText({ pattern, format }: JsonSchema): boolean {
  return (
    (typeof pattern !== 'string' || !/\(\?<?[=!]/.test(pattern)) &&
    (format === undefined || (typeof format === 'string' && FORMATS.includes(format)))
  );
}

function partsOf({ properties, $defs, anyOf, items }: JsonSchema): unknown[] {
  return [
    ...(isRecord(properties) ? Object.values(properties) : []),
    ...(isRecord($defs) ? Object.values($defs) : []),
    ...(Array.isArray(anyOf) ? anyOf : []),
    ...(items === undefined ? [] : [items]),
  ];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
