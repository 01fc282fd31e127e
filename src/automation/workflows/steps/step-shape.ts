import { z } from 'zod';

/** What a step would do, as a dry run tells it. */
interface Rehearsed {
  /** The way out that is taken unless another is asked for; none of an end. */
  readonly exit: string | null;
  /** When it goes on, where it waits. */
  readonly until?: Date;
  /** What would be sent or changed. */
  readonly would?: Record<string, unknown>;
}

/** What a rehearsal knows. */
interface Stage {
  readonly now: Date;
  /** The lead, or the sample of one. */
  readonly lead: Readonly<Record<string, unknown>>;
  /** By what chances are drawn: the same key, the same draw. */
  readonly key: string;
}

/** A type of steps: what it is told, which ways lead out of it, and whether time passes in it. */
export interface StepShape<Config = unknown> {
  readonly config: z.ZodType<Config>;
  /** The first one is taken where nothing else is said. None where it always ends. */
  readonly exits: (config: Config) => readonly string[];
  /** Whether time passes in every visit, so that a circle through it cannot spin. */
  readonly pauses: (config: Config) => boolean;
  /** Whether it reaches beyond the database, so that it is not done in a transaction. */
  readonly outside: boolean;
  /** Filters of leads in the config, by their paths within it. */
  readonly filters: (config: Config) => readonly { path: readonly (string | number)[]; filter: unknown }[];
  readonly rehearse: (config: Config, stage: Stage) => Rehearsed;
}

/** A type of steps that leads on by `next`, takes no time, works on the database and holds no filter, unless it says otherwise. */
export function stepShape<Config>(
  shape: Pick<StepShape<Config>, 'config' | 'rehearse'> & Partial<StepShape<Config>>,
): StepShape {
  const whole: StepShape<Config> = {
    exits: () => ['next'],
    pauses: () => false,
    outside: false,
    filters: () => [],
    ...shape,
  };
  return whole as unknown as StepShape;
}

export const Name = z.string().regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, _ and -');
export const Line = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u, 'must be one line of text');
export const Prose = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[^\0]*$/, 'must be text');
/** A tree of conditions of leads; what is wrong in it, the leads' own reader says. */
export const FilterTree = z.record(z.string(), z.unknown());

/** A span: any of these, added up; from a second to two years. */
export const Span = z
  .strictObject({
    seconds: z.int().min(0).optional(),
    minutes: z.int().min(0).optional(),
    hours: z.int().min(0).optional(),
    days: z.int().min(0).optional(),
  })
  .refine(
    (span) => spanMs(span) >= 1_000 && spanMs(span) <= 730 * DAY_MS,
    'must be from a second to 730 days',
  );
export interface Span {
  readonly seconds?: number | undefined;
  readonly minutes?: number | undefined;
  readonly hours?: number | undefined;
  readonly days?: number | undefined;
}

const DAY_MS = 86_400_000;
/** A circle of steps must take at least so long. */
export const SHORTEST_PAUSE_MS = 60_000;

export function spanMs({ seconds = 0, minutes = 0, hours = 0, days = 0 }: Span): number {
  return seconds * 1_000 + minutes * 60_000 + hours * 3_600_000 + days * DAY_MS;
}

export function after(now: Date, span: Span): Date {
  return new Date(now.getTime() + spanMs(span));
}
