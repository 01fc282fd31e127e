import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsObject,
  MaxLength,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { type EmailIssue, FindingCounts } from '../hygiene/address-findings.js';
import { Lead, LEAD_WRITERS, type LeadWriter } from '../lead.answers.dto.js';
import { LeadFields } from '../lead.dto.js';
import { IsAddress, IsClean } from '../lead-field.validators.js';
import { ON_MATCH, type OnMatch } from './merge-rules.js';

const WRITERS = LEAD_WRITERS.filter((writer) => writer !== 'form');

/** A lead as it is known elsewhere. It is known again by its `external_id`, else by its address; one of them must be there. */
export class UpsertLead extends LeadFields {
  @MayBeLeftOut()
  @IsAddress()
  email?: string;

  /** Where a new lead came from; a known one keeps what it has. */
  @MayBeLeftOut()
  @IsClean()
  @MinLength(1)
  @MaxLength(100)
  source?: string;
}

/** How leads that are known are treated. */
class UpsertRules {
  /**
   * `update`: a known lead takes every value that is named, null clears; tags are added, custom fields told one by one, and
   * consent once withdrawn stays so; with another address consent that was granted is `unknown`, unless it is said anew or
   * proven for that address. `fill`: it takes only what it lacks. `skip`: it is left alone.
   */
  @MayBeLeftOut()
  @IsIn(ON_MATCH)
  on_match: OnMatch = 'update';

  /** Who says all this. Whoever is not a `person` never replaces what a person has entered. */
  @MayBeLeftOut()
  @IsIn(WRITERS)
  written_by: LeadWriter = 'person';
}

export class UpsertOne extends UpsertRules {
  @IsObject()
  @ValidateNested()
  @Type(() => UpsertLead)
  lead!: UpsertLead;
}

export class UpsertMany extends UpsertRules {
  /** At most 1,000, each as `lead` of a single one; a wrong one is refused by itself. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  leads!: object[];
}

export const OUTCOMES = ['created', 'updated', 'unchanged', 'skipped', 'refused'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export class UpsertedLead {
  outcome!: Exclude<Outcome, 'refused'>;
  lead!: Lead;
  /** Fields that stayed as a person had entered them. */
  kept!: string[];
}

export class UpsertIssue {
  /** The field it is about; empty when it is about the whole. */
  path!: string;
  message!: string;
}

/** What became of one lead of a batch. */
export class UpsertResult {
  /** Its place in the batch, beginning at 0. */
  index!: number;
  outcome!: Outcome;
  lead_id!: string | null;
  /** What speaks against the address of the lead. */
  email_issues!: EmailIssue[];
  /** The address that was probably meant. */
  email_suggestion!: string | null;
  /** Fields that stayed as a person had entered them. */
  kept!: string[];
  /** Why it was refused; empty otherwise. */
  errors!: UpsertIssue[];
}

export class UpsertedLeads {
  /** In the order of the batch. */
  results!: UpsertResult[];
  created!: number;
  updated!: number;
  unchanged!: number;
  skipped!: number;
  refused!: number;
  /** What speaks against the addresses of those that were not refused. */
  findings!: FindingCounts;
}
