import type { Parameter } from '../support/documented.js';

/** A query that cannot be taken, and the parameter that is wrong with it. */
export interface WrongQuery {
  query: string;
  field: string;
}

/** One for each rule that the document tells of a query. */
export function wrongQueries(parameters: readonly Parameter[]): WrongQuery[] {
  return [
    ...parameters
      .filter((parameter) => parameter.in === 'query')
      .flatMap(({ name, required = false, schema }) => [
        ...(required ? [{ query: '?', field: name }] : []),
        ...wrongValues(schema).map((value) => ({ query: `?${name}=${value}`, field: name })),
      ]),
    { query: '?no_such_field=1', field: 'no_such_field' },
  ];
}

function wrongValues({
  type,
  enum: words,
  minimum,
  maximum,
  maxLength,
}: Parameter['schema']): (string | number)[] {
  return [
    ...(type === 'string' ? [] : ['x']),
    ...(words ? ['no%20such%20word'] : []),
    ...(minimum === undefined ? [] : [minimum - 1]),
    ...(maximum === undefined ? [] : [maximum + 1]),
    ...(maxLength === undefined ? [] : ['x'.repeat(maxLength + 1)]),
  ];
}
