import { ArrayMaxSize, ArrayNotEmpty, ArrayUnique, IsArray, IsUUID } from 'class-validator';
import { IsJsonObject } from '#platform/http/json-object.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { Lead } from '../lead.answers.dto.js';
import type { MergeReason } from './merge-plan.js';

/** Leads that are one person. */
export class MergeLeads {
  /** The lead that stays. */
  @IsUUID()
  into!: string;

  /** Those that become part of it; at most 10. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsUUID(undefined, { each: true })
  from!: string[];

  /** By field the id of the lead whose value is taken, where the rules would take another: `{"company":"<id>"}`. */
  @MayBeLeftOut()
  @IsJsonObject()
  choose: Record<string, unknown> = {};
}

/** A field of which the leads know something, and whose value is taken. */
export class MergedField {
  /** `name` is first and last name together, `custom.key` a custom field. */
  field!: string;
  /** Any JSON. */
  value!: unknown;
  from_lead_id!: string;
  /**
   * `chosen` by you; `kept` as the lead that stays has it; `by_hand`, since a person had entered it and not the other;
   * `newest`, since the lead that stays knows nothing.
   */
  reason!: MergeReason;
}

/** What a merge would do. Nothing has changed. */
export class MergePreview {
  /** The lead as it would be. */
  lead!: Lead;
  fields!: MergedField[];
}

export class MergeDone {
  merge_id!: string;
  lead!: Lead;
  fields!: MergedField[];
}

export class LeadMerge {
  id!: string;
  into_id!: string;
  from_ids!: string[];
  created_at!: string;
  undone_at!: string | null;
}

export class MergeUndone {
  /** The lead that had stayed. */
  lead!: Lead;
  /** Those that are there again. */
  restored_ids!: string[];
}

/** A lead that may be the same person. */
export class PossibleDuplicate {
  lead!: Lead;
  /** `same_phone`, `same_name_and_company`, `same_name`, `same_mailbox` (at another domain); the first is the strongest. */
  reasons!: string[];
}
