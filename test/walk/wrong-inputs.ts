import type { Documented, Schema } from '../support/documented.js';

/** An input that cannot be taken, and the field that is wrong with it. */
export interface WrongInput {
  input: unknown;
  field: string;
}

type Fields = Record<string, unknown>;

/** Of a good body one bad one for each rule that the document tells of it. */
export function wrongInputs(documented: Documented, schema: Schema, good: Fields): WrongInput[] {
  return [
    { input: [good], field: '' },
    ...wrongFields(documented, schema, good),
    { input: { ...good, no_such_field: 1 }, field: 'no_such_field' },
  ];
}

function wrongFields(documented: Documented, schema: Schema, good: Fields, under = ''): WrongInput[] {
  const { properties = {}, required = [] } = documented.resolved(schema);
  return Object.entries(properties).flatMap(([name, property]) => {
    const field = under === '' ? name : `${under}.${name}`;
    const { [name]: given, ...others } = good;
    const rules = documented.resolved(property);
    return [
      ...(required.includes(name) ? [{ input: others, field }] : []),
      ...wrongValues(rules).map((value) => ({ input: { ...good, [name]: value }, field })),
      ...wrongWithin(documented, rules, given, field).map(({ input, field: inner }) => ({
        input: { ...good, [name]: input },
        field: inner,
      })),
    ];
  });
}

/** What cannot be in a field, whatever is in the others. */
function wrongValues(rules: Schema): unknown[] {
  const { type, nullable } = rules;
  if (type === undefined) return [];
  const words = 'x'.repeat((rules.maxLength ?? 0) + 1);
  return [
    type === 'string' ? 7 : 'x',
    ...(nullable ? [] : [null]),
    ...(rules.enum ? ['no such word'] : []),
    ...(rules.maxLength === undefined ? [] : [words]),
    ...(rules.maximum === undefined ? [] : [rules.maximum + 1]),
    ...(rules.minimum === undefined ? [] : [rules.minimum - 1]),
    ...(rules.maxItems === undefined
      ? []
      : [Array.from({ length: rules.maxItems + 1 }, (_, at) => `x${at}`)]),
  ];
}

/** What cannot be in a field of a field, where the good body has it. */
function wrongWithin(documented: Documented, rules: Schema, given: unknown, field: string): WrongInput[] {
  if (Array.isArray(given) && rules.items && typeof given[0] === 'object') {
    const [first, ...rest] = given as Fields[];
    return wrongFields(documented, rules.items, first ?? {}, `${field}.0`).map(({ input, field: inner }) => ({
      input: [input, ...rest],
      field: inner,
    }));
  }
  if (typeof given !== 'object' || given === null || !rules.properties) return [];
  return wrongFields(documented, rules, given as Fields, field);
}
