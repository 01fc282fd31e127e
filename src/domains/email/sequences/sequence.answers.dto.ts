import { LeadTraitsBody, type ReEntry, SequenceStep, type SequenceStatus } from './sequence.dto.js';

/** Mails that follow each other. */
export class Sequence {
  id!: string;
  /** @example 'Welcome' */
  name!: string;
  description!: string | null;
  /** @example 'active' */
  status!: SequenceStatus;
  steps!: SequenceStep[];
  goal!: LeadTraitsBody | null;
  /** @example true */
  stop_on_reply!: boolean;
  /** @example 'never' */
  re_entry!: ReEntry;
  /** @example 0 */
  re_entry_days!: number;
  /** @example 'news@example.com' */
  from_email!: string | null;
  settings!: Record<string, unknown>;
  /** Why it has been paused by itself; null when it was not. */
  last_error!: string | null;
  created_at!: string;
  updated_at!: string;
}

/** What one step has come to. */
export class SequenceStepFigures {
  /** @example 'welcome' */
  key!: string;
  /** Mails that were asked for. @example 120 */
  posted!: number;
  sent!: number;
  /** Not sent, for what a gate or a mail server said. */
  failed!: number;
  opened!: number;
  clicked!: number;
  bounced!: number;
  unsubscribed!: number;
  /** Who was not meant and went on. */
  skipped!: number;
}

/** How a sequence goes. */
export class SequenceFigures {
  /** Who is on the way. @example 80 */
  active!: number;
  paused!: number;
  /** Who has come through all steps. */
  completed!: number;
  /** Who has left early. */
  stopped!: number;
  /** Why: `{"goal": 3, "replied": 1}`. @example { "goal": 3 } */
  stop_reasons!: Record<string, number>;
  /** In their order; steps that were taken out stand behind them. */
  steps!: SequenceStepFigures[];
}

export class SequenceDeleted {
  deleted!: true;
}
