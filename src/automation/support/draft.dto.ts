import { ArrayMaxSize, IsArray, IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { Provenance } from '#platform/ai/provenance.dto';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

/** What the draft is to keep to. */
export class DraftWish {
  /** What you want said, or how. @example 'Offer to look at the file ourselves.' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(1_000)
  wish?: string;

  /** Only documents of these buckets of yours. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(100)
  @IsUUID('all', { each: true })
  bucket_ids?: string[];
}

/** A place in a document that the draft leans on. */
export class DraftCitation {
  /** The number in brackets by which the draft names it. @example 1 */
  marker!: number;
  document_id!: string;
  title!: string;
  heading!: string | null;
  /** Of a PDF. */
  page!: number | null;
  start!: number;
  end!: number;
  /** How the passage begins. */
  excerpt!: string;
}

/** A proposal for an answer. It is kept nowhere and never sent by itself. */
export class Draft {
  /** With its citations as `[1]`. */
  text!: string;
  /** The same without them, as it would be sent. */
  plain_text!: string;
  citations!: DraftCitation[];
  provenance!: Provenance;
}

export class DraftAnswer {
  draft!: Draft;
}
