import { IsIn, IsOptional, IsString, IsUUID, Matches, MaxLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PageQuery } from '#platform/http/page-query';
import { QueryInt } from '#platform/http/query';
import { TITLE } from '../buckets/bucket.dto.js';
import { type DocumentFormat, LONGEST_TEXT } from '../texts/document-text.js';

const DOCUMENT_STATUSES = ['processing', 'ready', 'failed'] as const;
export type DocumentStatus = (typeof DOCUMENT_STATUSES)[number];
/** What a document can be written in here; files may be more. */
export const WRITTEN_FORMATS = ['text', 'markdown'] as const;
/** The body of a request holds a mebibyte; longer texts come as a file. */
const LONGEST_WRITTEN = 900_000;

/** A text that models may lean on. */
export class CreateKnowledgeDocument {
  /** The bucket it goes into. */
  @IsUUID()
  bucket_id!: string;

  /** Found by, like the words of the text. @example 'Price list 2027' */
  @IsString()
  @MaxLength(300)
  @Matches(TITLE, { message: 'title must be one line of text' })
  title!: string;

  /** At most 900,000 characters; longer ones are uploaded as a file. @example '# Team plan\n\n49 EUR a month for ten people.' */
  @IsString()
  @Matches(/\S/, { message: 'content must hold some text' })
  @MaxLength(LONGEST_WRITTEN)
  content!: string;

  /** In Markdown, headings tell what a passage is about. */
  @MayBeLeftOut()
  @IsIn(WRITTEN_FORMATS)
  format?: (typeof WRITTEN_FORMATS)[number];
}

/** What may be changed of a document; what is left out stays as it is. Any change has it read again. */
export class UpdateKnowledgeDocument {
  /** @example 'Price list 2027, second edition' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(300)
  @Matches(TITLE, { message: 'title must be one line of text' })
  title?: string;

  /** Only of a document that was written here; the text of a file stays that of the file. */
  @MayBeLeftOut()
  @IsString()
  @Matches(/\S/, { message: 'content must hold some text' })
  @MaxLength(LONGEST_WRITTEN)
  content?: string;
}

/** How an uploaded file is to be called. */
export class KnowledgeUploadQuery {
  /** By default the field `title` of the form, or the name of the file without its ending. @example 'Brand book' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(300)
  @Matches(TITLE, { message: 'title must be one line of text' })
  title?: string;

  /** What the file is called; a form brings it along. @example 'brand-book.pdf' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(255)
  @Matches(TITLE, { message: 'filename must be one line of text' })
  filename?: string;
}

/** Which documents are wanted. */
export class KnowledgeDocumentQuery extends PageQuery {
  /** Only documents in this bucket. */
  @IsOptional()
  @IsUUID()
  bucket_id?: string;

  /** Only documents in this state. */
  @IsOptional()
  @IsIn(DOCUMENT_STATUSES)
  status?: DocumentStatus;
}

/** Which part of a text is wanted. */
export class KnowledgeTextQuery {
  /** Where it begins, in characters; 0 by default. */
  @QueryInt(0, LONGEST_TEXT)
  start?: number;

  /** Before which character it ends; the end of the text by default. */
  @QueryInt(0, LONGEST_TEXT)
  end?: number;
}

/** A document, without its text. */
export class KnowledgeDocument {
  id!: string;
  bucket_id!: string;
  title!: string;
  format!: DocumentFormat;
  /** What the uploaded file was called; null when the text was written here. */
  file_name!: string | null;
  /** The media type of the file, found from its content. */
  file_type!: string | null;
  /** Bytes. */
  file_size!: number | null;
  /** `processing` until it has been read; while it is read again it is found as it was before. */
  status!: DocumentStatus;
  /** Why it could not be read, in words for its owner. */
  processing_error!: string | null;
  /** Length of its text; null until it has been read. */
  characters!: number | null;
  /** Pages of a PDF. */
  pages!: number | null;
  /** In how many passages it can be found. */
  chunk_count!: number;
  /** `ready` once its passages are also found by meaning; `none` where no embedding model is configured, or pgvector is missing. */
  embedding_status!: 'none' | 'pending' | 'ready' | 'failed';
  /** Why it has no vectors, or still those of before. */
  embedding_error!: string | null;
  /** The model that made its vectors. */
  embedding_model!: string | null;
  /** What it says in short; null until that is written, soon after it has been read. */
  summary!: string | null;
  /** Whether a model wrote the summary; false for sentences taken from the document by rule, null where it came from elsewhere. */
  summary_ai!: boolean | null;
  /** Why no model could write the summary, though one is configured; `reindex` asks again. */
  summary_error!: string | null;
  /** When it was last read. */
  indexed_at!: string | null;
  created_by!: string;
  created_at!: string;
  updated_at!: string;
}

/** The text of a document, or a part of it. */
export class KnowledgeText {
  id!: string;
  title!: string;
  /** Where the part begins: offsets count characters as JavaScript does, in UTF-16 code units. */
  start!: number;
  end!: number;
  /** Length of the whole text. */
  characters!: number;
  text!: string;
}

export class KnowledgeDocumentDeleted {
  deleted!: true;
}
