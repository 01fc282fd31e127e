import { Transform } from 'class-transformer';
import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PageQuery } from '#platform/http/page-query';

export const BUCKET_TYPES = ['campaign', 'general'] as const;
export type BucketType = (typeof BUCKET_TYPES)[number];

/** One line of text with something to read in it. */
export const TITLE = /^(?=.*\S)[^\p{Cc}]+$/u;
const emptyToNull = ({ value }: { value: unknown }): unknown => (value === '' ? null : value);

/** A new place for documents that belong together. */
export class CreateKnowledgeBucket {
  /** Unique among your buckets. @example 'Brand and prices' */
  @IsString()
  @MaxLength(200)
  @Matches(TITLE, { message: 'name must be one line of text' })
  name!: string;

  /** `campaign` for the documents of one campaign; by default `campaign` where `campaign_id` is given, else `general`. */
  @MayBeLeftOut()
  @IsIn(BUCKET_TYPES)
  bucket_type?: BucketType;

  /** Your campaign whose documents these are; for a bucket of type `campaign`, and only there. */
  @Transform(emptyToNull)
  @IsOptional()
  @IsUUID()
  campaign_id?: string | null;

  /** @example 'What we may say and what it costs' */
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  description?: string | null;
}

/** What may be changed of a bucket; what is left out stays as it is. */
export class UpdateKnowledgeBucket {
  /** Unique among your buckets. @example 'Brand and prices 2027' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(200)
  @Matches(TITLE, { message: 'name must be one line of text' })
  name?: string;

  /** `null` clears it. */
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  description?: string | null;
}

/** Which buckets are wanted. */
export class KnowledgeBucketQuery extends PageQuery {
  /** Only buckets of this type. */
  @IsOptional()
  @IsIn(BUCKET_TYPES)
  bucket_type?: BucketType;

  /** Only buckets of this campaign. */
  @IsOptional()
  @IsUUID()
  campaign_id?: string;
}

/** Documents that belong together. */
export class KnowledgeBucket {
  id!: string;
  /** @example 'Brand and prices' */
  name!: string;
  bucket_type!: BucketType;
  /** The campaign it is for; null for a general bucket. */
  campaign_id!: string | null;
  description!: string | null;
  /** How many documents it holds. */
  document_count!: number;
  created_by!: string;
  created_at!: string;
  updated_at!: string;
}

export class KnowledgeBucketDeleted {
  deleted!: true;
  /** How many documents went with it. */
  documents!: number;
}

export class KnowledgeBucketReindexed {
  /** How many documents are read anew. */
  documents!: number;
}
