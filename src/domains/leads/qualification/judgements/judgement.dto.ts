import { ArrayMaxSize, IsArray, IsBoolean, MaxLength, MinLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { EachIs } from '#platform/http/each-is.decorator';
import { IsClean } from '../../lead-field.validators.js';
import type { LeadStatus } from '../../lead.dto.js';
import { ScoreEvidence } from '../../scoring/score.dto.js';
import type { Verdict } from './judgement.js';

/** Something that was written by or about the lead, such as a mail or a page. */
export class GivenText {
  /** What it is, as it stands beside a quote. @example 'mail of 12 November' */
  @IsClean()
  @MinLength(1)
  @MaxLength(100)
  source!: string;

  @IsClean()
  @MinLength(1)
  @MaxLength(20_000)
  text!: string;
}

/** What a lead is to be judged by beside its record, its notes and its answers in forms. */
export class QualifyLead {
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(10)
  @EachIs(() => GivenText)
  texts: GivenText[] = [];

  /** Whether a model may be asked; by default as the rubric says. */
  @MayBeLeftOut()
  @IsBoolean()
  ask_model?: boolean;
}

/** Where a quote stands. */
export class QuotedFrom {
  /** `notes` of the lead, a `note` about it, its answers in a `form`, or a `text` that was given. */
  kind!: 'notes' | 'note' | 'form' | 'text';
  /** The id of the lead, the note or the submission, or what the given text was called. */
  ref!: string;
}

/** What was found of one criterion. */
export class QualificationReason {
  criterion!: string;
  name!: string;
  weight!: number;
  required!: boolean;
  verdict!: 'met' | 'unmet' | 'unknown';
  /** Who gave the verdict; null where nobody could. */
  by!: 'rule' | 'model' | null;
  /** Of a rule, what it looked at. */
  evidence!: ScoreEvidence[];
  /** Of a model, the passage that shows it, letter by letter. */
  quote!: string | null;
  source!: QuotedFrom | null;
}

/** What was judged of a lead. */
export class LeadQualification {
  id!: string;
  lead_id!: string;
  verdict!: Verdict;
  /** The weights that are met, over all of them. */
  share!: number;
  /** The share that was needed; null where an agent was told what to judge by. */
  qualify_at!: number | null;
  reasons!: QualificationReason[];
  /** By which version of your rubric; null for the default one, and for an agent. */
  rubric_version!: number | null;
  /** `rubric`, or `agent`. */
  judged_by!: string;
  /** Whether a model took part. */
  ai!: boolean;
  /** The code of what kept a model from answering. */
  ai_problem!: string | null;
  /** What the model has cost, in US dollars times a million. */
  cost_micros!: number;
  status_before!: LeadStatus;
  /** Where the lead stands since: what a person has said of that, and who is beyond it, stays. */
  status_after!: LeadStatus;
  decided_at!: string;
}

/** What counts of a lead now, and what was judged before. */
export class QualificationHistory {
  /** Null when it has never been judged. */
  current!: LeadQualification | null;
  /** At most the twenty before, newest first. */
  history!: LeadQualification[];
}
