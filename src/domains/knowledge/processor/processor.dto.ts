import { Transform } from 'class-transformer';
import {
  IsIn,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
} from 'class-validator';
import { BUCKET_TYPES, type BucketType, TITLE } from '../buckets/bucket.dto.js';

const KNOWLEDGE_ACTIONS = [
  'create_bucket',
  'get_buckets',
  'upload_document',
  'get_documents',
  'update_document',
  'process_document',
  'delete_document',
  'search_knowledge',
] as const;
type KnowledgeActionName = (typeof KNOWLEDGE_ACTIONS)[number];

const emptyToNull = ({ value }: { value: unknown }): unknown => (value === '' ? null : value);

/** The field is needed for these actions, and looked at whenever it is given. */
const NeededFor = (...actions: KnowledgeActionName[]): PropertyDecorator =>
  ValidateIf(
    (asked: KnowledgeAction, value) =>
      actions.includes(asked.action) || (value !== undefined && value !== null),
  );

/** One action of the door that older front ends use; each has a route of its own as well. */
export class KnowledgeAction {
  @IsIn(KNOWLEDGE_ACTIONS)
  action!: KnowledgeActionName;

  /** `create_bucket`: what it is called. */
  @NeededFor('create_bucket')
  @IsString()
  @MaxLength(200)
  @Matches(TITLE, { message: 'name must be one line of text' })
  name?: string | null;

  /** `create_bucket`, `get_buckets`, `search_knowledge`. */
  @IsOptional()
  @IsIn(BUCKET_TYPES)
  bucket_type?: BucketType | null;

  /** `create_bucket`, `get_buckets`, `search_knowledge`; an empty string means none. */
  @Transform(emptyToNull)
  @IsOptional()
  @IsUUID()
  campaign_id?: string | null;

  /** `create_bucket`. */
  @IsOptional()
  @IsString()
  @MaxLength(2_000)
  description?: string | null;

  /** `upload_document`: where it goes; `get_documents`, `search_knowledge`: only there. */
  @NeededFor('upload_document')
  @IsUUID()
  bucket_id?: string | null;

  /** `update_document`, `process_document`, `delete_document`. */
  @NeededFor('update_document', 'process_document', 'delete_document')
  @IsUUID()
  document_id?: string | null;

  /** `upload_document`, `update_document`. */
  @NeededFor('upload_document')
  @IsString()
  @MaxLength(300)
  @Matches(TITLE, { message: 'title must be one line of text' })
  title?: string | null;

  /** `upload_document`, `update_document`: the text itself. */
  @NeededFor('upload_document')
  @IsString()
  @Matches(/\S/, { message: 'content must hold some text' })
  @MaxLength(900_000)
  content?: string | null;

  /** Taken and not needed: what the text was read from in the browser. */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  file_name?: string | null;

  /** Taken and not needed. */
  @IsOptional()
  @IsString()
  @MaxLength(255)
  file_type?: string | null;

  /** Taken and not needed. */
  @IsOptional()
  @IsInt()
  @Min(0)
  file_size?: number | null;

  /** `search_knowledge`. */
  @NeededFor('search_knowledge')
  @IsString()
  @Matches(/\S/, { message: 'query must hold some text' })
  @MaxLength(4_000)
  query?: string | null;

  /** `search_knowledge`: passages at most, 10 by default. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(20)
  limit?: number | null;

  /** `search_knowledge`: as in `POST /api/knowledge/search`. */
  @IsOptional()
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(0)
  @Max(1)
  threshold?: number | null;
}
