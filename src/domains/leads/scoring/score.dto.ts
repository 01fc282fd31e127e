import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsUUID,
  Max,
  Min,
} from 'class-validator';
import { AnyJson } from '#platform/http/any-json.decorator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { EachIs } from '#platform/http/each-is.decorator';
import type { Grade } from '../filters/grade.js';
import { Named } from '../named.dto.js';

export class ScoreRuleFields extends Named {
  /** For which leads it counts: a filter as segments have it. @example { "event": "opened", "within_days": 90 } */
  @IsObject()
  when!: Record<string, unknown>;

  /** @example 15 */
  @IsInt()
  @Min(-100)
  @Max(100)
  points!: number;

  /** The points halve in so many days since the event last happened; only where `when` is one event. @example 14 */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(3_650)
  half_life_days?: number;
}

export class ScoreGroupFields extends Named {
  /** By what the points of its rules are multiplied. */
  @MayBeLeftOut()
  @IsNumber({ allowInfinity: false, allowNaN: false, maxDecimalPlaces: 4 })
  @Min(0)
  @Max(100)
  weight: number = 1;

  /** Whether the first of its rules that holds counts, or every one. */
  @MayBeLeftOut()
  @IsIn(['first', 'every'])
  counts: 'first' | 'every' = 'every';

  /** What its rules can bring together at most, before the weight. */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(1_000)
  at_most?: number;

  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(100)
  @EachIs(() => ScoreRuleFields)
  rules!: ScoreRuleFields[];
}

export class ScoreDraft {
  /** A score is the sum of the groups, from 0 to 100. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(20)
  @EachIs(() => ScoreGroupFields)
  groups!: ScoreGroupFields[];
}

/** Rules for scores. */
export class ScoreVersion {
  /** Null for the default rules, which everybody begins with. */
  id!: string | null;
  /** Null while it is a draft. */
  version!: number | null;
  state!: 'default' | 'draft' | 'published' | 'retired';
  groups!: ScoreGroupFields[];
  published_at!: string | null;
}

export class SetScore {
  /** 0 cold, 100 ready to buy. */
  @IsInt()
  @Min(0)
  @Max(100)
  score!: number;
}

export class ScoreLeads {
  /** Which leads; without any all of them are scored in the background. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @IsUUID(undefined, { each: true })
  lead_ids?: string[];
}

/** What stands for a rule. */
export class ScoreEvidence {
  /** The field of the lead that the rule looked at, or the event. @example 'job_title' */
  what!: string;
  /** What the field holds, or which form, campaign or link the event was about. */
  @AnyJson()
  value!: unknown;
  /** When the field was said, or when the event happened. */
  at!: string | null;
  /** Of an event, its id. */
  event_id!: string | null;
}

/** Points that a lead has, and why. */
export class ScoreReason {
  group!: string;
  rule!: string;
  /** What people read. */
  name!: string;
  /** What it brings now: after it has decayed, times the weight of its group. */
  points!: number;
  /** What the rule brings at first. */
  full_points!: number;
  weight!: number;
  half_life_days!: number | null;
  /** When what it stands on was said, or happened last. */
  at!: string | null;
  evidence!: ScoreEvidence[];
}

/** A score that explains itself. */
export class LeadScore {
  lead_id!: string;
  /** The score as it stands. */
  score!: number;
  grade!: Grade;
  /** Whether a person has set it: it stays until it is released. */
  held!: boolean;
  /** What the rules come to at this moment. */
  by_rules!: number;
  /** Which rules; null for the default ones. */
  version!: number | null;
  reasons!: ScoreReason[];
}

/** A score that was another before. */
export class ScoreChange {
  id!: string;
  at!: string;
  from!: number;
  to!: number;
  grade!: Grade;
  /** Who changed it: `person`, or `agent`, `import` or the rules with their version, as `agent:rules/3`. */
  source!: string | null;
}

export class ScoredLead {
  lead_id!: string;
  old_score!: number;
  score!: number;
  grade!: Grade;
  /** Whether a person has set it, so that it stayed. */
  held!: boolean;
}

const RUN_STATUSES = ['queued', 'running', 'completed', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** All leads scored anew, and how far that has come. */
export class ScoreRun {
  id!: string;
  status!: RunStatus;
  /** How many leads there are, known once it has begun. */
  total!: number | null;
  processed!: number;
  /** Leads whose score is another now. */
  changed!: number;
  /** 0 to 100. */
  progress!: number;
  error!: string | null;
  started_at!: string | null;
  finished_at!: string | null;
  created_at!: string;
}

export class ScoredLeads {
  scored_count!: number;
  updated_at!: string;
  /** The named leads, in their order. */
  scores!: ScoredLead[];
  /** What scores all leads, where none was named. */
  run!: ScoreRun | null;
}

export class DraftDropped {
  deleted!: true;
}
