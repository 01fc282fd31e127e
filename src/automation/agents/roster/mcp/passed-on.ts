import type { CallOutcome } from './mcp.forms.js';

const DEEPEST = 20;

/** What one step hands to the next, by dotted paths into what came of it. */
export interface PassedOn {
  readonly parameters: Record<string, unknown>;
  /** Paths at which there was nothing. */
  readonly missing: readonly string[];
}

export function passedOn(outcome: unknown, paths: Readonly<Record<string, string>>): PassedOn {
  const found = Object.entries(paths).map(([parameter, path]) => {
    return { parameter, path, value: valueAt(outcome, path) };
  });
  return {
    parameters: Object.fromEntries(
      found.filter(({ value }) => value !== undefined).map(({ parameter, value }) => [parameter, value]),
    ),
    missing: found.filter(({ value }) => value === undefined).map(({ path }) => path),
  };
}

/** The structured result of a tool; without one its text, read as JSON where it is that; else the whole outcome. */
export function valueOf({ content, structured_content: structured, ...outcome }: CallOutcome): unknown {
  if (structured !== null && structured !== undefined) return structured;
  const texts = content.filter(({ kind }) => kind === 'text');
  const [only] = texts;
  if (only?.text && texts.length === 1) {
    try {
      return JSON.parse(only.text) as unknown;
    } catch {
      return { text: only.text };
    }
  }
  return { ...outcome, content };
}

/** Own fields only; `items.0.id` names a field of the first item. */
function valueAt(value: unknown, path: string): unknown {
  let held: unknown = value;
  for (const name of path.split('.', DEEPEST + 1)) {
    if (typeof held !== 'object' || held === null || !Object.hasOwn(held, name)) return undefined;
    held = (held as Record<string, unknown>)[name];
  }
  return held;
}
