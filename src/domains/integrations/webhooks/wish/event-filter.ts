/** One condition on what is told of an event: the value at a path is one of these. */
interface FilterRule {
  /** Names with dots between them: `answers.budget`. */
  readonly field: string;
  readonly in: readonly (string | number | boolean | null)[];
}

/** What a webhook wants to hear: any of these patterns, and of those events the ones that meet every rule. */
export interface EventWish {
  readonly events: readonly string[];
  readonly filter: readonly FilterRule[];
}

/** Whether the webhook wants the event. `data` is read only where there is a rule, as it is JSON. */
export function wants({ events, filter }: EventWish, type: string, data: () => unknown): boolean {
  const family = `${type.slice(0, type.indexOf('.'))}.*`;
  if (!events.some((pattern) => pattern === '*' || pattern === type || pattern === family)) return false;
  return filter.length === 0 || meets(filter, data());
}

function meets(filter: readonly FilterRule[], data: unknown): boolean {
  return filter.every((rule) => rule.in.some((wanted) => isHeld(valueAt(data, rule.field), wanted)));
}

/** A list holds a value when one of its items is the value. A field that is not there is null. */
function isHeld(value: unknown, wanted: unknown): boolean {
  return Array.isArray(value) ? value.includes(wanted) : (value ?? null) === wanted;
}

function valueAt(data: unknown, path: string): unknown {
  let value = data;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}
