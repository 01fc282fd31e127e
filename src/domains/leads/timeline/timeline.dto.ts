import { OmitType } from '@nestjs/swagger';
import { PageQuery } from '#platform/http/page-query';

/** What people record that they did with a lead. */
export const RECORDED_TYPES = ['call', 'meeting', 'email', 'message', 'letter', 'other'] as const;
export type RecordedType = (typeof RECORDED_TYPES)[number];

/** What can have happened to a lead; what starts with `mail_` is told by the e-mail room. */
const EVENT_TYPES = [
  'created',
  'submitted',
  'note',
  ...RECORDED_TYPES,
  'status_changed',
  'scored',
  'enriched',
  'qualified',
  'tagged',
  'consent',
  'deleted',
  'restored',
  'merged',
  'merge_undone',
  'segment_entered',
  'segment_left',
  'mail_sent',
  'mail_opened',
  'mail_clicked',
  'mail_unsubscribed',
  'mail_suppressed',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** One thing that happened to a lead. */
export class TimelineEvent {
  id!: string;
  type!: EventType;
  at!: string;
  /** Who did it: `person`, or `import`, `form`, `provider` or `agent` with its id, such as `form:<id>`. */
  source!: string | null;
  /** What is known of it: of a change `from` and `to`, of a note its `text`, of a mail its subject. */
  data!: Record<string, unknown>;
}

export class TimelineQuery extends OmitType(PageQuery, ['offset']) {}
