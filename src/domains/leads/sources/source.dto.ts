import { OmitType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsOptional,
  MaxLength,
  MinLength,
  ValidateBy,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { EachIs } from '#platform/http/each-is.decorator';
import { FindingCounts } from '../hygiene/address-findings.js';
import { IsClean } from '../lead-field.validators.js';
import { ON_MATCH, type OnMatch } from '../upserts/merge-rules.js';
import { UpsertIssue } from '../upserts/upsert.dto.js';
import { isPath, isTarget } from './mapping.js';

const IsPath = (): PropertyDecorator => {
  const says = '$property must be names with dots between them, at most 8, such as data.email';
  return ValidateBy({ name: 'isPath', validator: { validate: isPath, defaultMessage: () => says } });
};

const IsTarget = (): PropertyDecorator => {
  const says = '$property must be a field of a lead, or custom. and a key';
  return ValidateBy({ name: 'isTarget', validator: { validate: isTarget, defaultMessage: () => says } });
};

/** Where one field of a lead stands in what is sent. */
export class MappedField {
  /**
   * Names and places in lists, with dots between them; at most 8.
   * @example 'contact.emails.0'
   */
  @IsPath()
  from!: string;

  /**
   * A field of a lead, or `custom.` and the key of a custom field.
   * @example 'email'
   */
  @IsTarget()
  to!: string;
}

/** What may be changed of a source; what is left out stays as it is. */
export class UpdateSource {
  @MayBeLeftOut()
  @IsClean()
  @MinLength(1)
  @MaxLength(100)
  name?: string;

  /** Where the list of leads stands in what is sent; a delivery is one lead when there is none. */
  @Transform(({ value }: { value: unknown }): unknown => (value === '' ? null : value))
  @IsOptional()
  @IsPath()
  items_path?: string | null;

  /** One of `email` and `external_id` must be among them. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @EachIs(() => MappedField)
  mapping?: MappedField[];

  /** How known leads are treated; as in `POST /api/leads/upsert`. What a person has entered is never replaced. */
  @MayBeLeftOut()
  @IsIn(ON_MATCH)
  on_match?: OnMatch;

  /** An inactive source answers like one that does not exist. */
  @MayBeLeftOut()
  @IsBoolean()
  active?: boolean;
}

export class CreateSource extends OmitType(UpdateSource, ['name', 'mapping']) {
  /** What it is called, and the source of its leads. */
  @IsClean()
  @MinLength(1)
  @MaxLength(100)
  name!: string;

  /** One of `email` and `external_id` must be among them. */
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(50)
  @EachIs(() => MappedField)
  mapping!: MappedField[];
}

/** Another system that sends leads. */
export class Source {
  id!: string;
  name!: string;
  items_path!: string | null;
  mapping!: MappedField[];
  on_match!: OnMatch;
  active!: boolean;
  /** Where it sends them. */
  url!: string;
  /** Deliveries taken so far, without those that came again. */
  deliveries_count!: number;
  last_delivery_at!: string | null;
  created_at!: string;
  updated_at!: string;
}

/** A source and what it signs with, which is shown this once. */
export class SourceWithSecret extends Source {
  /** @example 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' */
  secret!: string;
}

export class SourceDeleted {
  deleted!: true;
}

/** Why one lead of a delivery was refused. */
export class RefusedItem {
  /** Its place in the list, beginning at 0. */
  index!: number;
  errors!: UpsertIssue[];
}

/** What became of a delivery. */
export class DeliveryReceipt {
  /** Whether it had come before; then nothing happens, and the counts are 0. */
  duplicate!: boolean;
  created!: number;
  updated!: number;
  unchanged!: number;
  skipped!: number;
  refused!: number;
  /** What speaks against the addresses of those that were not refused. */
  findings!: FindingCounts;
  /** The first ten that were refused. */
  refusals!: RefusedItem[];
}
