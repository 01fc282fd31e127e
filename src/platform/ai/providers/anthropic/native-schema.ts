import { transformJSONSchema } from '@anthropic-ai/sdk/lib/transform-json-schema';
import type { JsonSchema } from '../ai-provider.js';

/**
 * A schema in the words the native mode knows; lengths and ranges become part of the descriptions. Undefined where that
 * mode cannot say it: dictionaries, anything at all, tuples, and what contains itself.
 */
export function nativeSchema(schema: JsonSchema): Record<string, unknown> | undefined {
  return isNative(schema, schema, []) ? transformJSONSchema(schema) : undefined;
}

function isNative(part: unknown, root: JsonSchema, within: readonly string[]): boolean {
  if (!isRecord(part)) return false;
  const { $ref: target, type } = part;
  if (target !== undefined) {
    if (typeof target !== 'string' || within.includes(target)) return false;
    return isNative(definitionOf(target, root), root, [...within, target]);
  }
  const isOneOf = ['anyOf', 'oneOf', 'enum', 'const'].some((keyword) => keyword in part);
  if (!isOneOf && typeof type !== 'string') return false;
  if (['allOf', 'prefixItems', 'patternProperties'].some((keyword) => keyword in part)) return false;
  const isClosed = part['additionalProperties'] === undefined || part['additionalProperties'] === false;
  return isClosed && partsOf(part).every((inner) => isNative(inner, root, within));
}

function definitionOf(target: string, { $defs }: JsonSchema): unknown {
  const [, name] = /^#\/\$defs\/([^/]+)$/.exec(target) ?? [];
  return name !== undefined && isRecord($defs) ? $defs[name] : undefined;
}

function partsOf({ properties, anyOf, oneOf, items }: JsonSchema): unknown[] {
  return [
    ...(isRecord(properties) ? Object.values(properties) : []),
    ...(Array.isArray(anyOf) ? anyOf : []),
    ...(Array.isArray(oneOf) ? oneOf : []),
    ...(items === undefined ? [] : [items]),
  ];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
