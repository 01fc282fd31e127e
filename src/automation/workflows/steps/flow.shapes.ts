import { z } from 'zod';
import { isZone } from '#platform/clock/zone';
import { LeadEventWish } from './lead-event-wish.js';
import { nextLocalTime } from './local-time.js';
import { drawn } from './split.js';
import { after, FilterTree, Name, SHORTEST_PAUSE_MS, Span, spanMs, stepShape } from './step-shape.js';
import { Zone } from './trigger.shapes.js';

export const DelayConfig = z.strictObject({ for: Span });
export type DelayConfig = z.infer<typeof DelayConfig>;

/** Until a moment, or until the clocks of a zone show a time next. */
export const WaitUntilConfig = z
  .strictObject({
    at: z.iso.datetime({ offset: true }).optional(),
    time: z
      .string()
      .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:30')
      .optional(),
    /** Where the lead says no zone, or none is asked for. */
    zone: Zone.default('UTC'),
    /** A custom field of the lead that holds its zone. */
    zone_field: z.string().max(64).optional(),
    weekdays: z.array(z.int().min(1).max(7)).min(1).max(7).optional(),
  })
  .refine(({ at, time }) => (at === undefined) !== (time === undefined), 'must have either at or time');
export type WaitUntilConfig = z.infer<typeof WaitUntilConfig>;

/** When such a wait ends that begins now; one whose moment has passed ends at once. */
export function waitEnd(config: WaitUntilConfig, now: Date, custom: Record<string, unknown>): Date {
  const { at, time, zone, zone_field, weekdays } = config;
  if (time === undefined) return new Date(Math.max(now.getTime(), Date.parse(at ?? '')));
  const said = zone_field === undefined ? undefined : custom[zone_field];
  const known = typeof said === 'string' && isZone(said) ? said : zone;
  return nextLocalTime(now, { time, zone: known, weekdays }) ?? now;
}

export const WaitForEventConfig = z.strictObject({ event: LeadEventWish, timeout: Span });
export type WaitForEventConfig = z.infer<typeof WaitForEventConfig>;

export const BranchConfig = z
  .strictObject({
    filter: FilterTree.optional(),
    paths: z
      .array(z.strictObject({ name: Name, filter: FilterTree }))
      .min(1)
      .max(10)
      .optional(),
  })
  .refine(({ filter, paths }) => !filter !== !paths, 'must have either filter or paths')
  .refine(
    ({ paths = [] }) => new Set(['else', ...paths.map(({ name }) => name)]).size === paths.length + 1,
    'must have paths of different names, none of them else',
  );
export type BranchConfig = z.infer<typeof BranchConfig>;

/** The conditions in their order, each with the way out it opens; what fulfils none takes the last one. */
export function pathsOf({ filter, paths }: BranchConfig): {
  conditions: readonly { exit: string; filter: Record<string, unknown> }[];
  otherwise: string;
} {
  if (filter) return { conditions: [{ exit: 'yes', filter }], otherwise: 'no' };
  return {
    conditions: (paths ?? []).map(({ name, filter: meant }) => ({ exit: name, filter: meant })),
    otherwise: 'else',
  };
}

export const SplitConfig = z
  .strictObject({
    variants: z
      .array(z.strictObject({ name: Name, weight: z.number().positive().max(1_000_000) }))
      .min(2)
      .max(10),
  })
  .refine(
    ({ variants }) => new Set(variants.map(({ name }) => name)).size === variants.length,
    'must have variants of different names',
  );
export type SplitConfig = z.infer<typeof SplitConfig>;

export const RateLimitConfig = z.strictObject({
  count: z.int().min(1).max(100_000),
  per: z.enum(['second', 'minute', 'hour', 'day']),
});
export type RateLimitConfig = z.infer<typeof RateLimitConfig>;

export const GoalConfig = z.strictObject({ filter: FilterTree });
export type GoalConfig = z.infer<typeof GoalConfig>;

export const EndConfig = z.strictObject({ reason: z.string().max(200).optional() });
export type EndConfig = z.infer<typeof EndConfig>;

export const FLOW_SHAPES = {
  delay: stepShape<DelayConfig>({
    config: DelayConfig,
    pauses: (config) => spanMs(config.for) >= SHORTEST_PAUSE_MS,
    rehearse: (config, { now }) => ({ exit: 'next', until: after(now, config.for) }),
  }),
  wait_until: stepShape<WaitUntilConfig>({
    config: WaitUntilConfig,
    // A moment that has passed is no pause.
    pauses: ({ time }) => time !== undefined,
    rehearse: (config, { now, lead }) => ({
      exit: 'next',
      until: waitEnd(config, now, (lead['custom_fields'] ?? {}) as Record<string, unknown>),
    }),
  }),
  wait_for_event: stepShape<WaitForEventConfig>({
    config: WaitForEventConfig,
    exits: () => ['happened', 'timed_out'],
    // What the instance itself has just done is over when the wait begins.
    pauses: ({ timeout }) => spanMs(timeout) >= SHORTEST_PAUSE_MS,
    rehearse: (config, { now }) => ({
      exit: 'timed_out',
      until: after(now, config.timeout),
      would: { wait_for: config.event },
    }),
  }),
  branch: stepShape<BranchConfig>({
    config: BranchConfig,
    exits: (config) => {
      const { conditions, otherwise } = pathsOf(config);
      return [...conditions.map(({ exit }) => exit), otherwise];
    },
    filters: ({ filter, paths = [] }) => [
      ...(filter ? [{ path: ['filter'], filter }] : []),
      ...paths.map((path, at) => ({ path: ['paths', at, 'filter'], filter: path.filter })),
    ],
    rehearse: (config) => ({ exit: pathsOf(config).otherwise }),
  }),
  split: stepShape<SplitConfig>({
    config: SplitConfig,
    exits: ({ variants }) => variants.map(({ name }) => name),
    rehearse: ({ variants }, { key }) => ({ exit: drawn(variants, key) }),
  }),
  rate_limit: stepShape<RateLimitConfig>({ config: RateLimitConfig, rehearse: () => ({ exit: 'next' }) }),
  goal: stepShape<GoalConfig>({
    config: GoalConfig,
    filters: ({ filter }) => [{ path: ['filter'], filter }],
    rehearse: () => ({ exit: 'next' }),
  }),
  exit: stepShape<EndConfig>({ config: EndConfig, exits: () => [], rehearse: () => ({ exit: null }) }),
  end: stepShape<EndConfig>({ config: EndConfig, exits: () => [], rehearse: () => ({ exit: null }) }),
};
