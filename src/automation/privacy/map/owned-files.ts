import { Injectable } from '@nestjs/common';
import { FileStorage } from '#platform/storage/file-storage';
import { FILE_MAP } from './data-map.js';
import { ErasingRepository } from './erasing.repository.js';

const AT_ONCE = 500;

/** The files of one user in storage, of whichever room. */
@Injectable()
export class OwnedFiles {
  constructor(
    private readonly rows: ErasingRepository,
    private readonly storage: FileStorage,
  ) {}

  /** Where each lies, in batches. */
  async *paths(userId: string): AsyncGenerator<string[]> {
    for (const kind of FILE_MAP.keys())
      for (let offset = 0; ; offset += AT_ONCE) {
        const paths = await this.rows.files(userId, kind, [AT_ONCE, offset]);
        if (paths.length > 0) yield paths;
        if (paths.length < AT_ONCE) break;
      }
  }

  /** Removes all of them; belongs before their rows go. Answers how many there were. */
  async remove(userId: string, signal: AbortSignal): Promise<number> {
    let removed = 0;
    for await (const paths of this.paths(userId)) {
      signal.throwIfAborted();
      await this.storage.remove(paths);
      removed += paths.length;
    }
    return removed;
  }

  read(path: string): Promise<AsyncIterable<Buffer>> {
    return this.storage.read(path);
  }
}
