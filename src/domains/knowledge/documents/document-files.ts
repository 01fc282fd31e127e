import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { Jobs } from '#platform/jobs/jobs';
import { FileStorage } from '#platform/storage/file-storage';
import { ForgetFilesJob } from '../knowledge.jobs.js';
import { KnowledgeFileEmpty, KnowledgeFileTooLarge } from '../knowledge.errors.js';
import type { DocumentFormat } from '../texts/document-text.js';
import { formatOf, TELLING_BYTES } from '../texts/file-format.js';
import type { ArrivingFile } from './arriving-file.js';

const LARGEST_BYTES = 20 * 1024 * 1024;
const PATHS_PER_JOB = 1_000;
/** Longer than any upload takes. */
const KEPT_WITHOUT_DOCUMENT_MS = 60 * 60_000;

export const MEDIA_TYPES: Record<DocumentFormat, string> = {
  text: 'text/plain',
  markdown: 'text/markdown',
  html: 'text/html',
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
};
const ENDINGS: Record<DocumentFormat, string> = {
  text: 'txt',
  markdown: 'md',
  html: 'html',
  pdf: 'pdf',
  docx: 'docx',
};

export interface KeptFile {
  readonly path: string;
  readonly format: DocumentFormat;
  readonly bytes: number;
}

/** The originals of uploaded documents. Where one lies follows from the id of its document and what it is. */
@Injectable()
export class DocumentFiles {
  constructor(
    private readonly storage: FileStorage,
    private readonly jobs: Jobs,
  ) {}

  /**
   * Stores the file as it arrives. What is empty, too large, no document or breaks off leaves nothing behind; if no
   * document comes to have it, it is removed after an hour.
   */
  async keep(ownerId: string, documentId: string, file: ArrivingFile): Promise<KeptFile> {
    const content = file.content[Symbol.asyncIterator]();
    const { head, ended } = await beginningOf(content);
    if (head.length === 0) throw new KnowledgeFileEmpty();
    const format = formatOf(head, file.name, file.mediaType);
    const path = pathOf(documentId, format);
    await this.forget(ownerId, [path], new Date(Date.now() + KEPT_WITHOUT_DOCUMENT_MS));
    let bytes = head.length;
    async function* whole(): AsyncGenerator<Buffer> {
      yield head;
      for (
        let next = ended ? undefined : await content.next();
        next && !next.done;
        next = await content.next()
      ) {
        bytes += next.value.length;
        if (bytes > LARGEST_BYTES) throw new KnowledgeFileTooLarge();
        yield next.value;
      }
    }
    await this.storage.write(path, whole());
    return { path, format, bytes };
  }

  read(path: string): Promise<AsyncIterable<Buffer>> {
    return this.storage.read(path);
  }

  /** The whole file, in memory of its own that can be handed to a thread. At most 20 MiB. */
  async bytes(path: string): Promise<Uint8Array> {
    const pieces: Buffer[] = [];
    let length = 0;
    for await (const piece of await this.storage.read(path)) {
      length += piece.length;
      if (length > LARGEST_BYTES) throw new KnowledgeFileTooLarge();
      pieces.push(piece);
    }
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const piece of pieces) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return bytes;
  }

  /** Has the files removed, now or later, unless a document has them then. */
  async forget(ownerId: string, paths: readonly string[], startAfter?: Date): Promise<void> {
    for (let from = 0; from < paths.length; from += PATHS_PER_JOB) {
      const payload = { ownerId, paths: paths.slice(from, from + PATHS_PER_JOB) };
      await this.jobs.send(ForgetFilesJob, payload, startAfter && { startAfter });
    }
  }

  async remove(paths: readonly string[]): Promise<void> {
    await this.storage.remove(paths);
  }
}

/** Enough of the file to tell what it is; all of it when it is that short. */
async function beginningOf(content: AsyncIterator<Buffer>): Promise<{ head: Buffer; ended: boolean }> {
  const pieces: Buffer[] = [];
  let length = 0;
  while (length < TELLING_BYTES) {
    const { done, value } = await content.next();
    if (done) return { head: Buffer.concat(pieces), ended: true };
    pieces.push(value);
    length += value.length;
  }
  return { head: Buffer.concat(pieces), ended: false };
}

function pathOf(documentId: string, format: DocumentFormat): string {
  if (!isUuid(documentId)) throw new TypeError('A document is named by a UUID.');
  return `knowledge/${documentId.toLowerCase()}.${ENDINGS[format]}`;
}
