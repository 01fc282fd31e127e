import { Injectable } from '@nestjs/common';
import { FileStorage } from '#platform/storage/file-storage';
import { StoredFileMissing } from '#platform/storage/storage.errors';
import { FILE_MAP, type MappedFile } from './data-map.js';
import { ErasingRepository } from './erasing.repository.js';

const AT_ONCE = 500;

/** The files of one user in storage, of whichever room. */
@Injectable()
export class OwnedFiles {
  constructor(
    private readonly rows: ErasingRepository,
    private readonly storage: FileStorage,
  ) {}

  /** Where each lies that belongs into an export, in batches. */
  exported(userId: string): AsyncGenerator<string[]> {
    return this.paths(userId, ({ leftOut }) => leftOut === undefined);
  }

  private async *paths(userId: string, isMeant: (file: MappedFile) => boolean): AsyncGenerator<string[]> {
    for (const [kind, file] of FILE_MAP.entries())
      for (let offset = 0; isMeant(file); offset += AT_ONCE) {
        const paths = await this.rows.files(userId, kind, [AT_ONCE, offset]);
        if (paths.length > 0) yield paths;
        if (paths.length < AT_ONCE) break;
      }
  }

  /** Removes all of them; belongs before their rows go. Answers how many there were. */
  async remove(userId: string, signal: AbortSignal): Promise<number> {
    let removed = 0;
    for await (const paths of this.paths(userId, () => true)) {
      signal.throwIfAborted();
      await this.storage.remove(paths);
      removed += paths.length;
    }
    return removed;
  }

  /** The file as a stream; undefined where storage has none at the path. */
  async read(path: string): Promise<AsyncIterable<Buffer> | undefined> {
    try {
      return await this.storage.read(path);
    } catch (error) {
      if (error instanceof StoredFileMissing) return undefined;
      throw error;
    }
  }
}
