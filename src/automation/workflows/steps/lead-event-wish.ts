import { z } from 'zod';
import type { LeadEventKind, ToldEvent } from '#domains/leads/telling/lead-event';
import { LEAD_STATUSES } from '#domains/leads/lead.dto';
import { Line } from './step-shape.js';

const Status = z.enum(LEAD_STATUSES);

/** Something that may happen to a lead, as a definition names it. What is left out may be anything. */
export const LeadEventWish = z.discriminatedUnion('on', [
  z.strictObject({ on: z.literal('lead_created') }),
  z.strictObject({ on: z.literal('form_submitted'), form_id: z.uuid().optional() }),
  z.strictObject({ on: z.literal('tag_added'), tag: Line(100).optional() }),
  z.strictObject({ on: z.literal('tag_removed'), tag: Line(100).optional() }),
  z.strictObject({ on: z.literal('status_changed'), from: Status.optional(), to: Status.optional() }),
  z.strictObject({
    on: z.literal('score_crossed'),
    score: z.int().min(0).max(100),
    direction: z.enum(['up', 'down']).optional(),
  }),
  z.strictObject({ on: z.literal('mail_opened'), campaign_id: z.uuid().optional() }),
  z.strictObject({
    on: z.literal('mail_clicked'),
    campaign_id: z.uuid().optional(),
    link: Line(2_048).optional(),
  }),
  z.strictObject({ on: z.literal('segment_entered'), segment_id: z.uuid() }),
  z.strictObject({ on: z.literal('segment_left'), segment_id: z.uuid() }),
]);
export type LeadEventWish = z.infer<typeof LeadEventWish>;

/** What leads tell it as. */
const KINDS: Record<LeadEventWish['on'], LeadEventKind> = {
  lead_created: 'created',
  form_submitted: 'submitted',
  tag_added: 'tagged',
  tag_removed: 'untagged',
  status_changed: 'status_changed',
  score_crossed: 'scored',
  mail_opened: 'opened',
  mail_clicked: 'clicked',
  segment_entered: 'segment_entered',
  segment_left: 'segment_left',
};

/** What to listen for, and what it must say. */
export interface AwaitedEvent {
  readonly kind: LeadEventKind;
  readonly match: Readonly<Record<string, string | number>>;
}

export function awaitedBy({ on, ...said }: LeadEventWish): AwaitedEvent {
  const match = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
  return { kind: KINDS[on], match };
}

/** Whether it is what was wished for, as `app.is_awaited` says it to Postgres. */
export function isAwaited({ kind, data }: Pick<ToldEvent, 'kind' | 'data'>, awaited: AwaitedEvent): boolean {
  if (kind !== awaited.kind) return false;
  const { score, direction = 'up', ...equal } = awaited.match;
  if (Object.entries(equal).some(([name, value]) => data[name] !== value)) return false;
  if (score === undefined) return true;
  const [from, to, line] = [Number(data['from']), Number(data['to']), Number(score)];
  return direction === 'up' ? from < line && to >= line : from >= line && to < line;
}

/** The segment that a wish or a trigger names. */
export function segmentOf(wish: unknown): string | undefined {
  const id: unknown = typeof wish === 'object' && wish !== null ? Reflect.get(wish, 'segment_id') : undefined;
  return typeof id === 'string' ? id : undefined;
}
