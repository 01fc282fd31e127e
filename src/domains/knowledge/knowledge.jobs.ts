import { ArrayMaxSize, IsInt, IsString, IsUUID, MaxLength, Min } from 'class-validator';
import { defineJob } from '#platform/jobs/job';

export class ReadDocument {
  @IsUUID()
  ownerId!: string;

  @IsUUID()
  documentId!: string;

  /** The state of the document this is about; a later one makes the job void. */
  @IsInt()
  @Min(1)
  revision!: number;
}

/** Asked for when a document is new, has changed or is to be indexed again: its text is cut into chunks. */
export const ReadDocumentJob = defineJob('knowledge.read-document', ReadDocument, {
  tenant: 'ownerId',
  retryLimit: 3,
  expireInSeconds: 300,
});

export class EmbedDocument extends ReadDocument {}

/** Asked for once a document has been read, where vectors can be kept. */
export const EmbedDocumentJob = defineJob('knowledge.embed-document', EmbedDocument, {
  tenant: 'ownerId',
  retryLimit: 3,
  expireInSeconds: 900,
});

export class SummariseDocument extends ReadDocument {}

/** Asked for once a document has been read and says something new. */
export const SummariseDocumentJob = defineJob('knowledge.summarise-document', SummariseDocument, {
  tenant: 'ownerId',
  expireInSeconds: 120,
});

export class ForgetFiles {
  @IsUUID()
  ownerId!: string;

  /** Files that are to go, unless a document has them. */
  @ArrayMaxSize(1_000)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  paths!: string[];
}

/** Asked for when documents are deleted, and ahead of every upload for the case that no document comes of it. */
export const ForgetFilesJob = defineJob('knowledge.forget-files', ForgetFiles, {
  tenant: 'ownerId',
  retryLimit: 10,
});
