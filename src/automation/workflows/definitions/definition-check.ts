import type { FieldIssue } from '#kernel/errors';
import { shapeOf } from '../steps/step-shapes.js';
import type { StepShape } from '../steps/step-shape.js';
import type { Definition, Step } from './definition.js';
import { issuesOf } from './read-definition.js';

/** A step whose config is what its type wants. */
interface SoundStep {
  readonly at: number;
  readonly step: Step;
  readonly shape: StepShape;
  readonly config: unknown;
}

/** Everything that keeps a definition from being published, each with the path of its place; none of a sound one. */
export function problemsOf(definition: Definition): FieldIssue[] {
  const { steps } = definition;
  const issues: FieldIssue[] = [...twins(steps)];
  const sound: SoundStep[] = [];
  for (const [at, step] of steps.entries()) {
    const shape = shapeOf(step.type);
    if (!shape) {
      issues.push(told(`steps.${at}.type`, `is no type of steps: ${step.type}`));
      continue;
    }
    const read = shape.config.safeParse(step.config);
    if (read.success) sound.push({ at, step, shape, config: read.data });
    else issues.push(...issuesOf(read.error, 'steps', at, 'config'));
  }
  const ids = new Set(steps.map(({ id }) => id));
  issues.push(...sound.flatMap((one) => waysWrong(one, ids)));
  issues.push(...textsWrong(sound, ids));
  if (!steps.some(({ type }) => type === 'trigger')) issues.push(told('steps', 'must have a trigger'));
  if (issues.length > 0) return issues;
  return [...spins(sound), ...strays(sound)];
}

/** The definition with every config as its type reads it, defaults filled in; of a sound one. */
export function withReadConfigs(definition: Definition): Definition {
  const steps = definition.steps.map((step) => {
    const config = shapeOf(step.type)?.config.parse(step.config) as Step['config'] | undefined;
    return { ...step, config: config ?? step.config };
  });
  return { ...definition, steps };
}

function twins(steps: readonly Step[]): FieldIssue[] {
  return steps.flatMap(({ id }, at) =>
    steps.findIndex((other) => other.id === id) < at
      ? [told(`steps.${at}.id`, `is that of another step: ${id}`)]
      : [],
  );
}

/** Each way out must be said, if only to be the end, and must lead to a step that is no trigger. */
function waysWrong({ at, step, shape, config }: SoundStep, ids: ReadonlySet<string>): FieldIssue[] {
  const exits = shape.exits(config);
  const missing = exits.filter((exit) => !Object.hasOwn(step.next, exit));
  const strange = Object.keys(step.next).filter((exit) => !exits.includes(exit));
  return [
    ...missing.map((exit) =>
      told(`steps.${at}.next.${exit}`, 'is missing: it names a step, or is null for the end'),
    ),
    ...strange.map((exit) =>
      told(`steps.${at}.next.${exit}`, `is no way out of it; there are ${exits.join(', ') || 'none'}`),
    ),
    ...Object.entries(step.next).flatMap(([exit, to]) =>
      to === null || ids.has(to) ? [] : [told(`steps.${at}.next.${exit}`, `leads to no step: ${to}`)],
    ),
  ];
}

/** Steps whose texts others use must exist. */
function textsWrong(sound: readonly SoundStep[], ids: ReadonlySet<string>): FieldIssue[] {
  return sound.flatMap(({ at, config }) =>
    Object.entries(config as Record<string, unknown>).flatMap(([name, value]) =>
      !name.endsWith('_from')
        ? []
        : [value]
            .flat()
            .filter((id) => typeof id === 'string' && !ids.has(id))
            .map((id) => told(`steps.${at}.config.${name}`, `names no step: ${String(id)}`)),
    ),
  );
}

/** Steps that lead back to themselves without any time passing on the way. */
function spins(sound: readonly SoundStep[]): FieldIssue[] {
  const ways = new Map(
    sound
      .filter(({ shape, config }) => !shape.pauses(config))
      .map(({ step }) => [step.id, Object.values(step.next).filter((to) => to !== null)]),
  );
  const circle = firstCircle(ways);
  if (!circle) return [];
  const at = sound.find(({ step }) => step.id === circle[0])?.at ?? 0;
  const way = [...circle, circle[0]].join(' → ');
  return [told(`steps.${at}.next`, `goes round without a wait of at least a minute: ${way}`)];
}

/** A circle of steps, by their ids; searched without recursion, so that its size does not matter. */
function firstCircle(ways: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  for (const start of ways.keys()) {
    const path: { id: string; left: string[] }[] = [{ id: start, left: [...(ways.get(start) ?? [])] }];
    while (path.length > 0) {
      const here = path.at(-1)!;
      const next = here.left.pop();
      if (next === undefined) {
        done.add(here.id);
        path.pop();
        continue;
      }
      const met = path.findIndex(({ id }) => id === next);
      if (met >= 0) return path.slice(met).map(({ id }) => id);
      if (!done.has(next) && ways.has(next)) path.push({ id: next, left: [...(ways.get(next) ?? [])] });
    }
  }
  return undefined;
}

/** Steps that nobody comes to, and triggers in the middle of the way. */
function strays(sound: readonly SoundStep[]): FieldIssue[] {
  const byId = new Map(sound.map((one) => [one.step.id, one]));
  const open = sound.filter(({ step }) => step.type === 'trigger').map(({ step }) => step.id);
  const met = new Set(open);
  const issues: FieldIssue[] = [];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const here = byId.get(id);
    for (const [exit, to] of Object.entries(here?.step.next ?? {})) {
      if (to === null) continue;
      if (byId.get(to)?.step.type === 'trigger')
        issues.push(told(`steps.${here?.at}.next.${exit}`, `leads to a trigger: ${to}`));
      if (met.has(to)) continue;
      met.add(to);
      open.push(to);
    }
  }
  const lost = sound.filter(({ step }) => !met.has(step.id));
  return [...issues, ...lost.map(({ at, step }) => told(`steps.${at}`, `is never come to: ${step.id}`))];
}

function told(path: string, message: string): FieldIssue {
  return { path, message: `${path} ${message}` };
}
