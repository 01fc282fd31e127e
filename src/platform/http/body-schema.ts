import type { Type } from '@nestjs/common';
import { generateSchema } from '@nestjs/swagger';

type Schema = Record<string, unknown>;

const REFERENCE = '#/components/schemas/';

/** What a DTO takes as JSON Schema, in the words of the API document; the classes it is made of stand under `$defs`. */
export function bodySchema(type: Type<object>): Schema {
  const { [type.name]: own, ...others } = generateSchema(type).schemas;
  const $defs = Object.fromEntries(Object.entries(others).map(([name, schema]) => [name, plain(schema)]));
  return { ...(plain(own) as Schema), ...(Object.keys($defs).length > 0 && { $defs }) };
}

/** OpenAPI 3.0 has words of its own for what may be null, for an example and for another schema. */
function plain(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(plain);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, example, required, $ref, ...rest } = node as Schema;
  const said: Schema = Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, plain(value)]));
  return {
    ...said,
    ...(nullable === true && typeof said['type'] === 'string' && { type: [said['type'], 'null'] }),
    ...(Array.isArray(required) && { required: required.filter((name) => !hasDefault(said, String(name))) }),
    ...(example !== undefined && { examples: [example] }),
    ...(typeof $ref === 'string' && { $ref: $ref.replace(REFERENCE, '#/$defs/') }),
  };
}

function hasDefault({ properties }: Schema, name: string): boolean {
  const property = (properties as Record<string, Schema> | undefined)?.[name];
  return property?.['default'] !== undefined;
}
