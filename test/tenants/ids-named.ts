interface Schema {
  $ref?: string;
  format?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
}

interface Operation {
  parameters?: { in: string; name: string; schema: Schema }[];
  requestBody?: { content: Record<string, { schema?: Schema }> };
}

/** Every id that an operation of our document takes in its query or its body, as `POST /api/leads/score lead_ids`. */
export function idsNamedIn(document: string, isMeant: (path: string) => boolean): string[] {
  const { paths, components } = JSON.parse(document) as {
    paths: Record<string, Record<string, Operation>>;
    components: { schemas: Record<string, Schema> };
  };
  const idsOf = (schema: Schema, name: string, within: readonly string[]): string[] => {
    const { $ref, format, properties = {}, items } = schema;
    if ($ref !== undefined) {
      const known = $ref.split('/').at(-1) ?? '';
      const found = components.schemas[known];
      return found && !within.includes(known) ? idsOf(found, name, [...within, known]) : [];
    }
    const parts = [schema.allOf, schema.oneOf, schema.anyOf].flatMap((some = []) => some);
    return [
      ...(format === 'uuid' ? [name] : []),
      ...parts.flatMap((part) => idsOf(part, name, within)),
      ...(items ? idsOf(items, name, within) : []),
      ...Object.entries(properties).flatMap(([key, value]) => idsOf(value, key, within)),
    ];
  };
  const found = Object.entries(paths)
    .filter(([path]) => isMeant(path))
    .flatMap(([path, operations]) =>
      Object.entries(operations).flatMap(([method, { parameters = [], requestBody }]) => [
        ...parameters
          .filter((parameter) => parameter.in === 'query')
          .flatMap(({ schema, name }) => idsOf(schema, name, []).map((id) => `${method} ${path} ${id}`)),
        ...Object.values(requestBody?.content ?? {}).flatMap(({ schema }) =>
          schema ? idsOf(schema, '', []).map((id) => `${method} ${path} ${id}`) : [],
        ),
      ]),
    );
  return [...new Set(found)].map((line) => line.replace(/^\w+/, (method) => method.toUpperCase()));
}
