import { z } from 'zod';
import type { FieldIssue } from '#kernel/errors';
import { FilterTree, Line, Name, Prose } from '../steps/step-shape.js';
import {
  DAYS_AT_MOST,
  DEFAULT_SETTINGS,
  type Definition,
  FORMAT,
  LARGEST_DEFINITION,
  RE_ENTRIES,
  STEPS_AT_MOST,
  VISITS_AT_MOST,
} from './definition.js';
import { isKnownFormat, upgraded } from './upgrades.js';

const Key = z
  .string()
  .regex(
    /^(?:lead|lead\.[a-z]+(?:_[a-z]+){0,4}|input\.[\w-]{1,64})$/,
    'must be lead, lead.<field> or input.<key>',
  );

const Settings = z.strictObject({
  re_entry: z.enum(RE_ENTRIES).default(DEFAULT_SETTINGS.re_entry),
  concurrency_key: Key.optional(),
  dedupe_key: Key.optional(),
  goal: FilterTree.optional(),
  max_steps: z.int().min(1).max(VISITS_AT_MOST).default(DEFAULT_SETTINGS.max_steps),
  max_days: z.int().min(1).max(DAYS_AT_MOST).default(DEFAULT_SETTINGS.max_days),
});

const Way = z.union([Name, z.null()]);

const StepForm = z.strictObject({
  id: Name,
  type: Line(50),
  title: Line(200).optional(),
  description: Prose(2_000).optional(),
  icon: Line(50).optional(),
  color: Line(50).optional(),
  order: z.number().optional(),
  config: z.record(z.string(), z.unknown()).default({}),
  next: z
    .union([Way.transform((to) => ({ next: to })), z.record(z.string().min(1).max(100), Way)])
    .default({}),
  retry: z.strictObject({ limit: z.int().min(0).max(10), seconds: z.int().min(1).max(3_600) }).optional(),
  on_error: z.enum(['fail', 'continue']).optional(),
});

const Form = z.strictObject({
  format: z.literal(FORMAT),
  settings: Settings.prefault({}),
  steps: z.array(StepForm).min(1).max(STEPS_AT_MOST),
});

type DefinitionReading =
  | { readonly definition: Definition; readonly issues: readonly [] }
  | { readonly definition?: undefined; readonly issues: readonly FieldIssue[] };

/** The definition in today's format, whichever it was written in; or what keeps it from being one, place by place. */
export function readDefinition(given: Readonly<Record<string, unknown>>): DefinitionReading {
  const format = given['format'] ?? 1;
  if (!isKnownFormat(format)) return refused('format', `must be from 1 to ${FORMAT}`);
  if (Buffer.byteLength(JSON.stringify(given)) > LARGEST_DEFINITION)
    return refused('steps', `must be at most ${LARGEST_DEFINITION / 1024} KB`);
  const read = Form.safeParse(upgraded({ ...given }));
  if (!read.success) return { issues: issuesOf(read.error) };
  const steps = read.data.steps.map((step) => {
    const { order: _, ...rest } = step;
    return rest;
  });
  return { definition: { ...read.data, steps }, issues: [] };
}

function refused(path: string, message: string): DefinitionReading {
  return { issues: [{ path, message: `${path} ${message}` }] };
}

/** What is wrong, each with the whole path of its place: `steps.3.config.for`. */
export function issuesOf(error: z.ZodError, ...within: readonly (string | number)[]): FieldIssue[] {
  return error.issues.flatMap(({ code, message, path, ...more }): FieldIssue[] => {
    const strangers = code === 'unrecognized_keys' && 'keys' in more ? (more.keys as string[]) : [];
    const place = [...within, ...path];
    if (strangers.length === 0) return [issue(place, message)];
    return strangers.map((key) => issue([...place, key], 'is not known here'));
  });
}

function issue(place: readonly PropertyKey[], message: string): FieldIssue {
  const path = place.join('.');
  return { path, message: `${path} ${message}` };
}
