import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { IsJsonObject } from '#platform/http/json-object.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { EachIs } from '#platform/http/each-is.decorator';
import { AreScalars } from './wish/scalars.validator.js';

/** One condition on an event: the value at a path is one of these. */
export class EventFilterRule {
  /** Where the value stands in `data` of the event, names with dots between them. @example 'source' */
  @Matches(/^[\w-]{1,64}(?:\.[\w-]{1,64}){0,4}$/)
  field!: string;

  /** What it may be: up to 20 texts, numbers, booleans or null. A list fits when it holds one of them. @example ['embedded_form'] */
  @AreScalars()
  in!: (string | number | boolean | null)[];
}

/** What may be changed of a webhook; what is left out stays as it is. */
export class UpdateWebhook {
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  name?: string;

  /** Where events are posted to: an https address on the public internet. @example 'https://example.com/hooks/marketing' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(2_048)
  url?: string;

  /** What is told: names of events, families as `lead.*`, or `*` for everything. @example ['lead.created', 'campaign.*'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  events?: string[];

  /** Of those, only events that meet all of these rules: up to 10. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(10)
  @EachIs(() => EventFilterRule)
  filter?: EventFilterRule[];

  /** Up to 10 headers that are sent along, such as one that lets us in. Their values are not shown again. @example { "x-team": "growth" } */
  @MayBeLeftOut()
  @IsJsonObject()
  headers?: Record<string, unknown>;

  /** Turned off, nothing is told and nothing kept; turned on again after failures, what was missed can be recovered. */
  @MayBeLeftOut()
  @IsBoolean()
  is_active?: boolean;
}

export class CreateWebhook {
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  name!: string;

  /** Where events are posted to: an https address on the public internet. @example 'https://example.com/hooks/marketing' */
  @IsString()
  @MaxLength(2_048)
  url!: string;

  /** What is told: names of events, families as `lead.*`, or `*` for everything. @example ['lead.created', 'campaign.*'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  events: string[] = [];

  /** Of those, only events that meet all of these rules: up to 10. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(10)
  @EachIs(() => EventFilterRule)
  filter: EventFilterRule[] = [];

  /** Up to 10 headers that are sent along. Their values are not shown again. @example { "x-team": "growth" } */
  @MayBeLeftOut()
  @IsJsonObject()
  headers: Record<string, unknown> = {};

  @MayBeLeftOut()
  @IsBoolean()
  is_active: boolean = true;

  /** What signs: `whsec_` and the base64 of 24 to 64 bytes, or 24 to 200 visible characters. One is made when none is given. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  secret_token?: string | null;
}

/** A webhook for what becomes of mail. */
export class CreateEmailWebhook {
  /** Where events are posted to. @example 'https://example.com/hooks/mail' */
  @IsString()
  @MaxLength(2_048)
  url!: string;

  /** Names of events, with or without `email.` before them. @example ['sent', 'opened', 'clicked'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  events: string[] = ['sent', 'opened', 'clicked'];

  /** What signs; one is made when none is given. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  secret?: string | null;

  @MayBeLeftOut()
  @IsBoolean()
  active: boolean = true;

  /** Up to 10 headers that are sent along. @example { "x-team": "growth" } */
  @MayBeLeftOut()
  @IsJsonObject()
  headers: Record<string, unknown> = {};
}

/** A server that is told what happens. */
export class Webhook {
  id!: string;
  name!: string;
  url!: string;
  /** @example ['lead.created', 'campaign.*'] */
  events!: string[];
  filter!: EventFilterRule[];
  /** Headers that are sent along, without their values. @example ['x-team'] */
  header_names!: string[];
  is_active!: boolean;
  /** Why it is off: its owner wants it so, its server answered 410, or nothing but failures for days. */
  disabled_reason!: 'owner' | 'gone' | 'failing' | null;
  disabled_at!: string | null;
  /** When the first of the attempts failed that have failed since the last good one. */
  failing_since!: string | null;
  /** When you were told by mail that it had been turned off. */
  notified_at!: string | null;
  last_triggered_at!: string | null;
  /** What its server answered last; null where it did not. @example 200 */
  last_response_code!: number | null;
  /** Attempts that failed in a row. */
  retry_count!: number;
  total_calls!: number;
  failed_calls!: number;
  /** Until when the secret of before signs, too. */
  former_secret_until!: string | null;
  created_at!: string;
  updated_at!: string;
}

/** A webhook with what signs its deliveries: shown this once. */
export class NewWebhook extends Webhook {
  /** @example 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' */
  secret_token!: string;
}

export class RotateSecret {
  /** Hours for which the secret of before signs, too: 24 when nothing is said. */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(168)
  overlap_hours: number = 24;

  /** The new secret; one is made when none is given. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  secret_token?: string | null;
}

/** The new secret: shown this once. */
export class RotatedSecret {
  id!: string;
  /** @example 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD' */
  secret_token!: string;
  /** Until when deliveries bear both signatures. */
  former_secret_until!: string | null;
}

export class WebhookDeleted {
  id!: string;
  deleted!: true;
}

/** An event that may be told. */
export class EventDescription {
  /** @example 'lead.created' */
  name!: string;
  /** When it is told. */
  summary!: string;
  /** The JSON schema (draft 2020-12) of `data`. */
  schema!: Record<string, unknown>;
  /** What a webhook is sent. */
  example!: Record<string, unknown>;
}
