import { z } from 'zod';
import { zonedTimes } from '#platform/clock/zoned-cron';
import { isZone } from '#platform/clock/zone';
import { LeadEventWish } from './lead-event-wish.js';
import { FilterTree, stepShape } from './step-shape.js';

export const Zone = z.string().max(60).refine(isZone, 'must be a zone such as Europe/Berlin');

const CronLine = z.string().max(100).refine(comes, 'must be a cron line of five fields whose time comes');

function comes(line: string): boolean {
  return (zonedTimes(line, 'UTC', new Date(), 1) ?? []).length > 0;
}

/** Lets in every lead that is meant whenever its time comes; without an audience one instance without a lead. */
export const ScheduleWish = z.strictObject({
  on: z.literal('schedule'),
  cron: CronLine,
  zone: Zone.default('UTC'),
  segment_id: z.uuid().optional(),
  filter: FilterTree.optional(),
  /** Seconds that a firing may be late, after an outage; later ones are missed. */
  grace_seconds: z.int().min(1).max(86_400).default(300),
  /** Of several that were missed, the last is made up for. */
  coalesce: z.boolean().default(true),
});
export type ScheduleWish = z.infer<typeof ScheduleWish>;

const Manual = z.strictObject({ on: z.literal('manual') });

/** What lets leads in, and which of them. */
export const TriggerConfig = z.union([
  Manual,
  ScheduleWish,
  ...LeadEventWish.options.map((wish) => wish.extend({ filter: FilterTree.optional() })),
]);
export type TriggerConfig = z.infer<typeof TriggerConfig>;

/** A union tells nothing of what is wrong in the one that was meant: the config is read as the kind that it names. */
const NamedTrigger = z.looseObject({ on: z.string() }).transform((config, context) => {
  const kind = TriggerConfig.options.find((option) => option.shape.on.value === config.on);
  const read = kind?.safeParse(config);
  if (read?.success) return read.data as TriggerConfig;
  for (const issue of read?.error.issues ?? [])
    context.addIssue({ ...issue, code: 'custom', message: issueText(issue) } as never);
  if (!read) {
    const names = TriggerConfig.options.map((option) => option.shape.on.value);
    context.addIssue({ code: 'custom', path: ['on'], message: `must be one of ${names.join(', ')}` });
  }
  return z.NEVER;
});

function issueText(issue: z.core.$ZodIssue): string {
  return issue.code === 'unrecognized_keys' ? `does not know ${issue.keys.join(', ')}` : issue.message;
}

export const trigger = stepShape<TriggerConfig>({
  config: NamedTrigger as unknown as z.ZodType<TriggerConfig>,
  filters: (config) =>
    'filter' in config && config.filter ? [{ path: ['filter'], filter: config.filter }] : [],
  rehearse: (config) => ({ exit: 'next', would: { enter_on: config.on } }),
});
