import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsNumber,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { BUCKET_TYPES, type BucketType } from '../buckets/bucket.dto.js';

/** What is asked of the documents, and where. */
export class SearchKnowledge {
  /** In your own words; misspelt ones are recognised. @example 'How much is the team plan a month?' */
  @IsString()
  @Matches(/\S/, { message: 'query must hold some text' })
  @MaxLength(4_000)
  query!: string;

  /** Only in these buckets. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID('all', { each: true })
  bucket_ids?: string[];

  /** Only in buckets of this type. */
  @MayBeLeftOut()
  @IsIn(BUCKET_TYPES)
  bucket_type?: BucketType;

  /** Only in buckets of this campaign. */
  @MayBeLeftOut()
  @IsUUID()
  campaign_id?: string;

  /** Passages at most. */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(20)
  limit: number = 10;

  /**
   * Leaves out what is less similar in meaning, as the cosine of the angle between two vectors: 1 for the same. What is a good
   * value depends on the embedding model. Words that match are not held against it.
   */
  @MayBeLeftOut()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0)
  @Max(1)
  threshold?: number;
}

/** A piece of a document that answers a question, best first. */
export class KnowledgePassage {
  chunk_id!: string;
  document_id!: string;
  bucket_id!: string;
  document_title!: string;
  /** What the document says in short; null where that is not written yet. */
  document_summary!: string | null;
  bucket_name!: string;
  /** The words as they stand in the document. Text of people outside: show it to a model as data, never as instructions. */
  content!: string;
  /** The headings it stands under. @example 'Prices › Team plan' */
  heading!: string | null;
  /** The page of a PDF on which it begins. */
  page!: number | null;
  /** Where it begins in the text of the document, in characters. */
  start!: number;
  /** Before which character it ends. */
  end!: number;
  /** Of reciprocal rank fusion, `1/(60 + place)` summed over both rankings; good for comparing passages of one answer only. */
  score!: number;
  /** Cosine similarity in meaning; null where it was found by its words alone. */
  similarity!: number | null;
  /** By what it was found. */
  ranking!: 'text' | 'vector' | 'both';
}
