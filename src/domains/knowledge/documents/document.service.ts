import { extname } from 'node:path';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { isUuid, newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BucketRepository } from '../buckets/bucket.repository.js';
import { BucketNotFound, DocumentHasFile, DocumentHasNoFile, DocumentNotFound } from '../knowledge.errors.js';
import { cleanText } from '../texts/document-text.js';
import type { ArrivingFile } from './arriving-file.js';
import { DocumentFiles, MEDIA_TYPES } from './document-files.js';
import type {
  CreateKnowledgeDocument,
  KnowledgeDocument,
  KnowledgeDocumentQuery,
  KnowledgeText,
  KnowledgeTextQuery,
  KnowledgeUploadQuery,
  UpdateKnowledgeDocument,
} from './document.dto.js';
import { DocumentRepository } from './document.repository.js';
import { ReadingRequests } from './reading-requests.js';

const TITLE_AT_MOST = 300;
const NAME_AT_MOST = 255;

/** What models may lean on: written here or uploaded, read in the background, found by search. */
@Injectable()
export class DocumentService {
  constructor(
    private readonly database: Database,
    private readonly documents: DocumentRepository,
    private readonly buckets: BucketRepository,
    private readonly files: DocumentFiles,
    private readonly readings: ReadingRequests,
  ) {}

  /** Keeps a text and asks for it to be read. */
  create(ownerId: string, wanted: CreateKnowledgeDocument): Promise<KnowledgeDocument> {
    const { bucket_id, title, content, format = 'markdown' } = wanted;
    const document = { id: newId(), bucket_id, title: title.trim(), content: cleanText(content), format };
    return this.begin(ownerId, () => this.documents.add(ownerId, document));
  }

  /** Keeps a file and asks for it to be read: the document exists only once the whole file has arrived. */
  async upload(
    ownerId: string,
    bucketId: string,
    file: ArrivingFile,
    { title, filename }: KnowledgeUploadQuery,
  ): Promise<KnowledgeDocument> {
    if (!isUuid(bucketId) || !(await this.buckets.find(ownerId, bucketId))) throw new BucketNotFound();
    const id = newId();
    const name = oneLine(filename ?? file.name, NAME_AT_MOST);
    const kept = await this.files.keep(ownerId, id, { ...file, name });
    const called = oneLine(title ?? file.title, TITLE_AT_MOST);
    const added = this.begin(ownerId, () =>
      this.documents.add(ownerId, {
        id,
        bucket_id: bucketId,
        title: called || name.slice(0, -extname(name).length || undefined) || 'Untitled document',
        content: '',
        format: kept.format,
        file: { name: name || null, type: MEDIA_TYPES[kept.format], bytes: kept.bytes, path: kept.path },
      }),
    );
    return added.catch(async (error: unknown) => {
      await this.files.remove([kept.path]).catch(() => undefined);
      throw error;
    });
  }

  list(ownerId: string, query: KnowledgeDocumentQuery): Promise<Page<KnowledgeDocument>> {
    return this.documents.list(ownerId, query);
  }

  async get(ownerId: string, documentId: string): Promise<KnowledgeDocument> {
    const found = isUuid(documentId) ? await this.documents.find(ownerId, documentId) : undefined;
    if (!found) throw new DocumentNotFound();
    return found;
  }

  /** A part of its text, cut to what there is. */
  async text(ownerId: string, documentId: string, part: KnowledgeTextQuery): Promise<KnowledgeText> {
    const found = isUuid(documentId) ? await this.documents.text(ownerId, documentId) : null;
    if (!found) throw new DocumentNotFound();
    const characters = found.content.length;
    const start = Math.min(part.start ?? 0, characters);
    const end = Math.min(Math.max(part.end ?? characters, start), characters);
    return {
      id: documentId,
      title: found.title,
      start,
      end,
      characters,
      text: found.content.slice(start, end),
    };
  }

  /** Changes it and has it read again; until then it is found as it was. */
  update(ownerId: string, documentId: string, wanted: UpdateKnowledgeDocument): Promise<KnowledgeDocument> {
    const { title, content } = wanted;
    return this.database.transaction(async () => {
      const source = isUuid(documentId) ? await this.documents.source(ownerId, documentId) : undefined;
      if (!source) throw new DocumentNotFound();
      if (content !== undefined && source.filePath !== null) throw new DocumentHasFile();
      return this.readAgain(ownerId, documentId, {
        ...(title !== undefined && { title: title.trim() }),
        ...(content !== undefined && { content: cleanText(content) }),
      });
    });
  }

  /** Has it read and embedded anew, after a change of the embedding model for instance. */
  reindex(ownerId: string, documentId: string): Promise<KnowledgeDocument> {
    return this.database.transaction(() => this.readAgain(ownerId, documentId, {}));
  }

  /** Removes it with its chunks, vectors and file. */
  remove(ownerId: string, documentId: string): Promise<void> {
    return this.database.transaction(async () => {
      const path = isUuid(documentId) ? await this.documents.remove(ownerId, documentId) : undefined;
      if (path === undefined) throw new DocumentNotFound();
      if (path?.startsWith('knowledge/')) await this.files.forget(ownerId, [path]);
    });
  }

  /** The original as it was uploaded. */
  async original(
    ownerId: string,
    documentId: string,
  ): Promise<{ content: Readable; name: string; type: string }> {
    const { format, file_name: name } = await this.get(ownerId, documentId);
    const file = await this.documents.file(ownerId, documentId);
    if (!file?.path?.startsWith('knowledge/')) throw new DocumentHasNoFile();
    const content = Readable.from(await this.files.read(file.path), { objectMode: false });
    return { content, name: name ?? `document${extname(file.path)}`, type: MEDIA_TYPES[format] };
  }

  private begin(ownerId: string, add: () => Promise<KnowledgeDocument>): Promise<KnowledgeDocument> {
    return this.database.transaction(async () => {
      const document = await add();
      await this.readings.ask(ownerId, [{ id: document.id, revision: 1 }]);
      return document;
    });
  }

  private async readAgain(
    ownerId: string,
    documentId: string,
    changes: { title?: string; content?: string },
  ): Promise<KnowledgeDocument> {
    const changed = isUuid(documentId)
      ? await this.documents.change(ownerId, documentId, changes)
      : undefined;
    if (!changed) throw new DocumentNotFound();
    const { revision, ...document } = changed;
    await this.readings.ask(ownerId, [{ id: documentId, revision }]);
    return document;
  }
}

/** Text from outside as one line that can be shown and stored. */
function oneLine(text: string, atMost: number): string {
  return cleanText(text).replace(/\s+/g, ' ').trim().slice(0, atMost).toWellFormed();
}
