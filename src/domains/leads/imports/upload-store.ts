import type { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { FileStorage } from '#platform/storage/file-storage';
import { EncodingProbe, type TextEncoding } from '../csv/csv-encoding.js';
import { ImportEmpty, ImportTooLarge, UploadBroken } from './import.errors.js';

const LARGEST_BYTES = 200 * 1024 * 1024;
const FOLDER = 'imports';
/** No import waits or runs as long; what is older was left behind when its removal failed. */
const KEPT_MS = 7 * 24 * 3_600_000;

export interface Upload {
  bytes: number;
  encoding: TextEncoding;
}

/** Files on their way into the database; where one lies follows from the id of its import. */
@Injectable()
export class UploadStore {
  private readonly logger = new Logger('Imports');

  constructor(private readonly storage: FileStorage) {}

  /** Stores the file as it arrives. One that breaks off, is empty or is too large leaves nothing behind. */
  async keep(importId: string, content: Readable): Promise<Upload> {
    const probe = new EncodingProbe();
    let bytes = 0;
    async function* watched(): AsyncGenerator<Buffer> {
      for await (const chunk of arriving(content)) {
        bytes += chunk.length;
        probe.push(chunk);
        yield chunk;
      }
      if (bytes === 0) throw new ImportEmpty();
    }
    await this.storage.write(pathOf(importId), watched());
    return { bytes, encoding: probe.end() };
  }

  read(importId: string): Promise<AsyncIterable<Buffer>> {
    return this.storage.read(pathOf(importId));
  }

  /** Never fails: what cannot be removed now is swept later. */
  async forget(importId: string): Promise<void> {
    try {
      await this.storage.remove([pathOf(importId)]);
    } catch (error) {
      this.logger.warn(`The file of import ${importId} could not be removed: ${String(error)}`);
    }
  }

  async sweep(): Promise<void> {
    await this.storage.sweep(FOLDER, new Date(Date.now() - KEPT_MS));
  }
}

/**
 * The file as it arrives, refused when it becomes too large. The request itself is left whole, so that it can still be answered
 * when the file is refused half-way.
 */
export async function* arriving(content: Readable): AsyncGenerator<Buffer> {
  let bytes = 0;
  try {
    for await (const chunk of content.iterator({ destroyOnReturn: false })) {
      bytes += (chunk as Buffer).length;
      if (bytes > LARGEST_BYTES) throw new ImportTooLarge();
      yield chunk as Buffer;
    }
  } catch (error) {
    throw error instanceof ImportTooLarge ? error : new UploadBroken().because(error);
  }
}

function pathOf(importId: string): string {
  if (!isUuid(importId)) throw new TypeError('An import is named by a UUID.');
  return `${FOLDER}/${importId.toLowerCase()}.csv`;
}
