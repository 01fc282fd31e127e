import { Injectable } from '@nestjs/common';
import { buffer } from 'node:stream/consumers';
import { MailAttachment } from '#platform/channels/mail-attachment';
import { FileStorage } from '#platform/storage/file-storage';
import { StoredFileMissing } from '#platform/storage/storage.errors';
import { FileMissing } from './file.errors.js';
import { type AttachedFile, pathOfFile } from './file.service.js';

/** With what is made of them, several times as much is held. */
const HELD_BYTES = 40 * 1024 * 1024;

interface Held {
  readonly bytes: number;
  readonly attachment: Promise<MailAttachment>;
}

/**
 * The files of mails in memory, each read from storage once for all recipients who get it. A file never changes, so nothing here
 * grows old; those that were needed last are let go first when others need the room.
 */
@Injectable()
export class AttachedFiles {
  private readonly held = new Map<string, Held>();
  private bytes = 0;

  constructor(private readonly storage: FileStorage) {}

  /** Throws `email/file-missing` for one that is gone. */
  of(ownerId: string, files: readonly AttachedFile[]): Promise<MailAttachment[]> {
    return Promise.all(files.map((file) => this.one(ownerId, file)));
  }

  private one(ownerId: string, file: AttachedFile): Promise<MailAttachment> {
    const known = this.held.get(file.id);
    if (known) {
      this.held.delete(file.id);
      this.held.set(file.id, known);
      return known.attachment;
    }
    this.makeRoom(file.bytes);
    const attachment = this.read(ownerId, file);
    this.held.set(file.id, { bytes: file.bytes, attachment });
    this.bytes += file.bytes;
    attachment.catch(() => this.drop(file.id));
    return attachment;
  }

  private async read(ownerId: string, { id, name, mediaType }: AttachedFile): Promise<MailAttachment> {
    try {
      const content = await this.storage.read(pathOfFile(ownerId, id));
      return new MailAttachment(name, mediaType, await buffer(content));
    } catch (error) {
      throw error instanceof StoredFileMissing ? new FileMissing(id).because(error) : error;
    }
  }

  private makeRoom(wanted: number): void {
    for (const id of this.held.keys()) {
      if (this.bytes + wanted <= HELD_BYTES) return;
      this.drop(id);
    }
  }

  private drop(id: string): void {
    this.bytes -= this.held.get(id)?.bytes ?? 0;
    this.held.delete(id);
  }
}
