import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { FileStorage } from '#platform/storage/file-storage';
import type { AttachmentDraft } from '../messages/message.repository.js';
import type { MailFile } from './parsed-mail.js';

/** Files of mails in storage. */
@Injectable()
export class AttachmentFiles {
  constructor(private readonly storage: FileStorage) {}

  /** Keeps them, and drops them again when what they are for fails: no file is left that nobody knows. */
  async keptFor<Result>(
    files: readonly MailFile[],
    work: (attachments: readonly AttachmentDraft[]) => Promise<Result>,
  ): Promise<Result> {
    const kept: AttachmentDraft[] = [];
    try {
      for (const { name, mediaType, content } of files) {
        const id = newId();
        const path = `support/${id}.bin`;
        await this.storage.write(path, oneChunk(content));
        kept.push({ id, name, media_type: mediaType, bytes: content.length, path });
      }
      return await work(kept);
    } catch (error) {
      await this.storage.remove(kept.map(({ path }) => path)).catch(() => undefined);
      throw error;
    }
  }
}

async function* oneChunk(content: Buffer): AsyncGenerator<Buffer> {
  yield content;
}
