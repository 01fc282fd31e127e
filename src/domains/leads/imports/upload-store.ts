import { createReadStream, createWriteStream, mkdirSync, type ReadStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { finished, type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { Settings } from '#platform/config/settings';
import { EncodingProbe, type TextEncoding } from '../csv/csv-encoding.js';
import { ImportEmpty, ImportTooLarge, UploadBroken } from './import.errors.js';

const LARGEST_BYTES = 200 * 1024 * 1024;

export interface Upload {
  path: string;
  bytes: number;
  encoding: TextEncoding;
}

/** Files on their way into the database, under our own names in `DATA_DIR/storage/imports`. */
@Injectable()
export class UploadStore {
  private readonly folder: string;

  constructor(settings: Settings) {
    this.folder = join(settings.DATA_DIR, 'storage', 'imports');
  }

  /** Writes the stream to disk as it arrives. A file that breaks off, or is too large, leaves nothing behind. */
  async keep(importId: string, content: Readable): Promise<Upload> {
    mkdirSync(this.folder, { recursive: true });
    const path = this.pathOf(importId);
    const probe = new EncodingProbe();
    let bytes = 0;
    const watched = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length;
        probe.push(chunk);
        done(bytes > LARGEST_BYTES ? new ImportTooLarge() : null, chunk);
      },
    });
    // The request itself is left whole, so that it can still be answered when the file is refused half-way.
    const release = finished(content, { writable: false }, (error) => {
      if (error) watched.destroy(new UploadBroken().because(error));
    });
    try {
      await pipeline(content.pipe(watched), createWriteStream(`${path}.part`));
      if (bytes === 0) throw new ImportEmpty();
      await rename(`${path}.part`, path);
    } catch (error) {
      content.unpipe(watched);
      await rm(`${path}.part`, { force: true });
      throw error;
    } finally {
      release();
    }
    return { path, bytes, encoding: probe.end() };
  }

  read(importId: string): ReadStream {
    return createReadStream(this.pathOf(importId), { highWaterMark: 32 * 1024 });
  }

  async forget(importId: string): Promise<void> {
    await rm(this.pathOf(importId), { force: true });
  }

  /** Made from the id alone: a path in a row could be changed by the tenant to any file of this machine. */
  private pathOf(importId: string): string {
    if (!isUuid(importId)) throw new TypeError('An import is named by a UUID.');
    return join(this.folder, `${importId}.csv`);
  }
}
