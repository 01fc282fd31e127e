import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsInt,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { AnyJson } from '#platform/http/any-json.decorator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import type { KeptBecause } from './write-plan.js';

/** Who is asked about leads. */
export class EnrichLead {
  /** Whom to ask, in this order; everybody who can be asked by default. @example ["signals", "rest"] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(10)
  @IsString({ each: true })
  @MaxLength(40, { each: true })
  providers?: string[];

  /** Whether to ask again although an earlier answer still holds, or nothing is missing. */
  @MayBeLeftOut()
  @IsBoolean()
  force: boolean = false;
}

export class EnrichLeads extends EnrichLead {
  /** Which leads; either these or a segment. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @IsUUID(undefined, { each: true })
  lead_ids?: string[];

  /** Whoever is in this segment now; at most 50,000 leads. */
  @MayBeLeftOut()
  @IsUUID()
  segment_id?: string;

  /** What may be spent, in US dollars times a million: the run stops before a question that would cost more. @example 5000000 */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(1e12)
  max_cost_micros?: number;
}

/** Something that a provider has said. */
export class EnrichedField {
  /** A field of the lead, `custom.` with a key, or a key of `enriched_data`. @example 'company_domain' */
  field!: string;
  @AnyJson()
  value!: unknown;
  /** 0 to 1; null where nothing can be said of it. */
  confidence!: number | null;
  /** What it was read from. @example 'domain of the address' */
  source!: string;
}

/** Something that was said and not written. */
export class KeptField {
  field!: string;
  /**
   * `by_person`, `by_import`, `by_form`, `by_agent` somebody had said the field; `same` it stands there; `surer` another provider
   * was surer; `unfit` it does not fit the field; `undefined` no custom field has this key.
   */
  because!: KeptBecause;
}

const STATUSES = ['done', 'cached', 'skipped', 'failed'] as const;
export type EnrichmentStatus = (typeof STATUSES)[number];
const SKIPPED_BECAUSE = ['not_configured', 'nothing_to_ask_by', 'nothing_missing', 'budget'] as const;
export type SkippedBecause = (typeof SKIPPED_BECAUSE)[number];

/** What came of asking one provider. */
export class ProviderOutcome {
  provider!: string;
  /** `cached` is an earlier answer that still holds and cost nothing now. */
  status!: EnrichmentStatus;
  /** Why it was not asked. */
  reason!: SkippedBecause | null;
  /** The setting without which it cannot be asked. */
  missing!: string | null;
  /** Of a failure, the code of the error. */
  code!: string | null;
  /** Of a failure, its sentence. */
  message!: string | null;
  /** What it said. */
  fields!: EnrichedField[];
  /** What of that was written into the lead. */
  written!: string[];
  /** What was not, and why. */
  kept!: KeptField[];
  /** What asking has cost now, in US dollars times a million. */
  cost_micros!: number;
  /** Whether a language model said it. */
  ai!: boolean;
  /** When it was said. */
  fetched_at!: string | null;
}

/** A lead about which others were asked. */
export class LeadEnrichment {
  lead_id!: string;
  results!: ProviderOutcome[];
  cost_micros!: number;
  /** What is known of the lead beside its columns. */
  enriched_data!: Record<string, unknown> | null;
}

/** Somebody who can be asked about leads. */
export class ProviderInfo {
  name!: string;
  does!: string;
  /** Whether it can be asked. */
  configured!: boolean;
  /** The setting that is missing. @example 'ENRICHMENT_URL' */
  missing!: string | null;
  /** What one question costs, in US dollars times a million; null where it is known only afterwards. */
  cost_micros!: number | null;
  /** The fields it can say something of. */
  gives!: string[];
}

/** What a provider once said of a lead. */
export class KeptEnrichment {
  id!: string;
  provider!: string;
  fields!: EnrichedField[];
  cost_micros!: number;
  fetched_at!: string;
  /** Until then the same question is answered by this, for nothing. */
  expires_at!: string;
}
