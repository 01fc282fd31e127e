import { readFileSync } from 'node:fs';

/** As much of a schema as our document uses. */
export interface Schema {
  $ref?: string;
  type?: string;
  default?: unknown;
  nullable?: boolean;
  enum?: unknown[];
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  minimum?: number;
  maximum?: number;
  maxLength?: number;
  maxItems?: number;
}

type Content = Record<string, { schema?: Schema }>;

export interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema: Schema;
}

export interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Content };
  responses: Record<string, { content?: Content }>;
}

/** The document as it is kept for readers, held against what is really answered. */
export class Documented {
  private readonly document = JSON.parse(readFileSync('docs/openapi.json', 'utf8')) as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, Schema> };
  };

  /** Of `POST /api/brand/update`. */
  operation(route: string): Operation {
    const [method = '', path = ''] = route.split(' ');
    const operation = this.document.paths[path]?.[method.toLowerCase()];
    if (!operation) throw new Error(`${route} is not in the document.`);
    return operation;
  }

  /** What a body is by its references and the parts it is put together from. */
  resolved(schema: Schema): Schema {
    const { $ref, allOf, ...own } = schema;
    const parts = $ref ? [this.named($ref)] : (allOf ?? []);
    return parts.map((part) => this.resolved(part)).reduceRight<Schema>(together, own);
  }

  /** All that is wrong with a value, each with where it is; a schema that lets everything through is wrong, too. */
  faults(value: unknown, schema: Schema, at = 'body'): string[] {
    const whole = this.resolved(schema);
    if (value === null && !whole.oneOf) return whole.nullable ? [] : [`${at} is null`];
    if (whole.oneOf) {
      const tries = whole.oneOf.map((one) => this.faults(value, one, at));
      return tries.toSorted((one, other) => one.length - other.length)[0] ?? [];
    }
    if (whole.enum && !whole.enum.includes(value)) return [`${at} is ${JSON.stringify(value)}`];
    if (!whole.type) return [`${at} has no schema`];
    if (!isOf(whole.type, value)) return [`${at} is no ${whole.type}`];
    if (Array.isArray(value))
      return value.flatMap((item, index) => this.faults(item, whole.items ?? {}, `${at}[${index}]`));
    return whole.type === 'object' ? this.faultsOfFields(value as object, whole, at) : [];
  }

  private faultsOfFields(value: object, { properties, required, ...schema }: Schema, at: string): string[] {
    const more = schema.additionalProperties;
    if (!properties && !more) return [`${at} has no schema`];
    const missing = (required ?? []).filter((name) => !Object.hasOwn(value, name));
    return [
      ...missing.map((name) => `${at}.${name} is missing`),
      ...Object.entries(value).flatMap(([name, field]) => {
        const known = properties?.[name] ?? more;
        if (known === true) return [];
        return known ? this.faults(field, known, `${at}.${name}`) : [`${at}.${name} is not documented`];
      }),
    ];
  }

  private named(reference: string): Schema {
    return this.document.components.schemas[reference.split('/').at(-1) ?? ''] ?? {};
  }
}

function together(one: Schema, other: Schema): Schema {
  return {
    ...other,
    ...one,
    ...((one.properties ?? other.properties) && { properties: { ...other.properties, ...one.properties } }),
    required: [...(other.required ?? []), ...(one.required ?? [])],
  };
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && !Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}
