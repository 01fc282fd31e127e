import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import type { PageQuery } from '#platform/http/page-query';
import { FileStorage } from '#platform/storage/file-storage';
import type { MailFile } from './file.dto.js';
import {
  AttachmentsTooLarge,
  FileEmpty,
  FileInUse,
  FileMissing,
  FileNotFound,
  FileTooLarge,
  TooManyFiles,
} from './file.errors.js';
import { fileNameOf, mediaTypeOf, refuseDisguised, TELLING_BYTES } from './file-kind.js';
import { FileRepository } from './file.repository.js';

const MEBIBYTE = 1024 * 1024;
/** Of one mail, whether in one file or in several. */
const LARGEST = 10;
const FILES_AT_MOST = 200;
/** Longer than any upload takes. */
const BROKEN_AFTER_MS = 60 * 60_000;

/** A file as a mailing names it. */
export interface AttachedFile {
  readonly id: string;
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
}

/** A file on its way in. */
export interface ArrivingFile {
  readonly name: string;
  readonly content: AsyncIterable<Buffer>;
}

/** Files that an owner attaches to mails: sent here once, whatever many mails they go with. */
@Injectable()
export class MailFiles {
  private readonly logger = new Logger('Mail');

  constructor(
    private readonly files: FileRepository,
    private readonly storage: FileStorage,
  ) {}

  list(ownerId: string, page: PageQuery): Promise<Page<MailFile>> {
    return this.files.list(ownerId, page);
  }

  async get(ownerId: string, id: string): Promise<MailFile> {
    const [file] = isUuid(id) ? await this.files.many(ownerId, [id.toLowerCase()]) : [];
    if (!file) throw new FileNotFound();
    return file;
  }

  /** Keeps a file as it arrives; what is refused, or breaks off, leaves nothing behind. */
  async add(ownerId: string, arriving: ArrivingFile): Promise<MailFile> {
    const name = fileNameOf(arriving.name);
    await this.forgetBroken(ownerId);
    const id = await this.files.begin(ownerId, { name, media_type: mediaTypeOf(name) }, FILES_AT_MOST);
    if (id === undefined) throw new TooManyFiles(FILES_AT_MOST);
    try {
      const measured = new Measured(name);
      await this.storage.write(pathOfFile(ownerId, id), measured.through(arriving.content));
      const kept = await this.files.complete(ownerId, id, measured.found);
      if (!kept) throw new FileNotFound();
      return kept;
    } catch (error) {
      await this.forget(ownerId, [id]);
      throw error;
    }
  }

  /** The file and its bytes, as they are read from storage. */
  async content(ownerId: string, id: string): Promise<{ file: MailFile; content: AsyncIterable<Buffer> }> {
    const file = await this.get(ownerId, id);
    return { file, content: await this.storage.read(pathOfFile(ownerId, file.id)) };
  }

  /** The files as mails name them, in the order of their ids. Throws `email/file-missing`. */
  async attached(ownerId: string, ids: readonly string[]): Promise<AttachedFile[]> {
    const files = ids.length === 0 ? [] : await this.files.many(ownerId, ids);
    const found = new Map(files.map((file) => [file.id, file]));
    return ids.map((id) => {
      const file = found.get(id);
      if (!file) throw new FileMissing(id);
      return { id, name: file.name, mediaType: file.media_type, bytes: file.bytes };
    });
  }

  /** Throws `email/file-missing` and `email/attachments-too-large` where the files cannot go with a mail of the owner's. */
  async check(ownerId: string, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const found = new Map((await this.files.many(ownerId, ids)).map((file) => [file.id, file]));
    const missing = ids.find((id) => !found.has(id));
    if (missing !== undefined)
      throw new FileMissing(missing).withIssues([{ path: 'attachments', message: 'There is no such file' }]);
    const bytes = ids.reduce((sum, id) => sum + (found.get(id)?.bytes ?? 0), 0);
    if (bytes > LARGEST * MEBIBYTE) throw new AttachmentsTooLarge(LARGEST);
  }

  /** Throws `email/file-in-use` while a template has it, or mail that is still to leave. */
  async remove(ownerId: string, id: string): Promise<void> {
    const file = await this.get(ownerId, id);
    if (await this.files.isUsed(ownerId, file.id)) throw new FileInUse();
    await this.forget(ownerId, [file.id]);
  }

  private async forgetBroken(ownerId: string): Promise<void> {
    const broken = await this.files.broken(ownerId, new Date(Date.now() - BROKEN_AFTER_MS));
    if (broken.length > 0) await this.forget(ownerId, broken);
  }

  /** What is left in storage lies where nobody reads it. */
  private async forget(ownerId: string, ids: readonly string[]): Promise<void> {
    await this.files.remove(ownerId, ids);
    await this.storage.remove(ids.map((id) => pathOfFile(ownerId, id))).catch((error: unknown) => {
      this.logger.warn(`Files of mails could not be removed: ${String(error)}`);
    });
  }
}

/** Where a file lies, whatever its row says. */
export function pathOfFile(ownerId: string, id: string): string {
  return `mail-files/${ownerId.toLowerCase()}/${id.toLowerCase()}.bin`;
}

/** Looks at a file while it passes: refuses what is too large, empty or not what its name says. */
class Measured {
  private readonly hash = createHash('sha256');
  private bytes = 0;

  constructor(private readonly name: string) {}

  get found(): Pick<MailFile, 'bytes' | 'sha256'> {
    return { bytes: this.bytes, sha256: this.hash.digest('hex') };
  }

  async *through(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let head: Buffer | undefined = Buffer.alloc(0);
    for await (const piece of content) {
      this.bytes += piece.length;
      if (this.bytes > LARGEST * MEBIBYTE) throw new FileTooLarge(LARGEST);
      this.hash.update(piece);
      if (!head) yield piece;
      else {
        head = Buffer.concat([head, piece]);
        if (head.length < TELLING_BYTES) continue;
        refuseDisguised(this.name, head.subarray(0, TELLING_BYTES));
        yield head;
        head = undefined;
      }
    }
    if (this.bytes === 0) throw new FileEmpty();
    if (!head) return;
    refuseDisguised(this.name, head);
    yield head;
  }
}
