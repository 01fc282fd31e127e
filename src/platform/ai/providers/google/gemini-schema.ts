import type { JsonSchema } from '../ai-provider.js';

/** A schema in the words Gemini knows: one fixed value is a list of one, and a reference stands alone. */
export function geminiSchema(schema: JsonSchema): JsonSchema {
  const isReference = '$ref' in schema;
  const words = Object.entries(schema).filter(([word]) => !isReference || word.startsWith('$'));
  return Object.fromEntries(words.map(([word, value]) => translated(word, value)));
}

function translated(word: string, value: unknown): [string, unknown] {
  if (word === 'const' && (typeof value === 'string' || typeof value === 'number')) return ['enum', [value]];
  if (word === 'properties' || word === '$defs') {
    const parts = Object.entries(isRecord(value) ? value : {});
    return [word, Object.fromEntries(parts.map(([name, part]) => [name, translatedPart(part)]))];
  }
  if (['items', 'additionalProperties'].includes(word)) return [word, translatedPart(value)];
  if (['anyOf', 'oneOf', 'prefixItems'].includes(word) && Array.isArray(value))
    return [word, value.map(translatedPart)];
  return [word, value];
}

function translatedPart(part: unknown): unknown {
  return isRecord(part) ? geminiSchema(part) : part;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
