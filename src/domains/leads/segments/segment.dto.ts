import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsObject,
  IsUUID,
  MaxLength,
  MinLength,
} from 'class-validator';
import { OmitType } from '@nestjs/swagger';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PageQuery } from '#platform/http/page-query';
import { Lead } from '../lead.answers.dto.js';
import { IsClean, OptionalText } from '../lead-field.validators.js';

const SEGMENT_KINDS = ['live', 'static'] as const;
export type SegmentKind = (typeof SEGMENT_KINDS)[number];

/** Which leads are meant, as a tree of conditions. */
export class SegmentFilter {
  /**
   * `{"all": [...]}`, `{"any": [...]}` or `{"not": ...}` of conditions, up to 8 deep and 100 in number. A condition is
   * `{"field", "op", "value"}`, where custom fields are named `custom.key`, or `{"event"}` of `submitted` (`form_id`),
   * `opened` (`campaign_id`) and `clicked` (`campaign_id`, `link`), each with `within_days` and `at_least`.
   * @example { "all": [{ "field": "score", "op": "at_least", "value": 50 }, { "not": { "event": "opened", "within_days": 30 } }] }
   */
  @IsObject()
  filter!: Record<string, unknown>;
}

export class CreateSegment {
  /** @example 'Warm, but silent for a month' */
  @IsClean()
  @MinLength(1)
  @MaxLength(200)
  name!: string;

  @OptionalText(2_000)
  description?: string | null;

  /** `live` follows its filter from now on; `static` keeps whom it is given. */
  @MayBeLeftOut()
  @IsIn(SEGMENT_KINDS)
  kind: SegmentKind = 'live';

  /** Which leads are meant; a static segment takes them in once. See `POST /api/leads/segments/estimate`. */
  @MayBeLeftOut()
  @IsObject()
  filter?: Record<string, unknown>;
}

/** What is left out stays as it is. */
export class UpdateSegment {
  @MayBeLeftOut()
  @IsClean()
  @MinLength(1)
  @MaxLength(200)
  name?: string;

  @OptionalText(2_000)
  description?: string | null;

  /** The new filter of a live segment; its members are looked for anew. */
  @MayBeLeftOut()
  @IsObject()
  filter?: Record<string, unknown>;
}

export class SegmentLeads {
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @IsUUID(undefined, { each: true })
  lead_ids!: string[];
}

export class MemberQuery extends OmitType(PageQuery, ['offset']) {}

/** A group of leads. */
export class Segment {
  id!: string;
  name!: string;
  description!: string | null;
  kind!: SegmentKind;
  filter!: Record<string, unknown> | null;
  /** Whether its members are still being looked for among all leads. */
  filling!: boolean;
  member_count!: number;
  created_at!: string;
  updated_at!: string;
}

export class SegmentDeleted {
  deleted!: true;
}

/** A lead that is in a segment. */
export class SegmentMember {
  entered_at!: string;
  lead!: Lead;
}

/** A segment that a lead is in. */
export class SegmentOfLead {
  segment_id!: string;
  name!: string;
  kind!: SegmentKind;
  entered_at!: string;
}

/** How many leads a filter means. */
export class SegmentEstimate {
  count!: number;
  /** Whether `count` is drawn from a sample; owners of up to 10,000 leads get a true count. */
  estimated!: boolean;
  /** Between `low` and `high` the true count lies in 95 of 100 cases. */
  low!: number;
  high!: number;
  /** All leads, from the same sample. */
  total!: number;
}

export class ChangedMembers {
  /** Leads that came in or left now; the others had been there, or not. */
  changed!: number;
  member_count!: number;
}
