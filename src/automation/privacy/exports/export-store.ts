import { Injectable, Logger } from '@nestjs/common';
import { FileStorage } from '#platform/storage/file-storage';

const FOLDER = 'privacy';
/** A day longer than exports are kept: what is older was left behind by a worker that died. */
const LEFT_BEHIND_MS = 8 * 86_400_000;

/** Archives that have been written; where one lies follows from the attempt that has written it. */
@Injectable()
export class ExportStore {
  private readonly logger = new Logger('Privacy');

  constructor(private readonly storage: FileStorage) {}

  write(attempt: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    return this.storage.write(pathOf(attempt), content);
  }

  read(attempt: string): Promise<AsyncIterable<Buffer>> {
    return this.storage.read(pathOf(attempt));
  }

  /** Never fails: what cannot be removed now is swept later. */
  async forget(attempts: readonly string[]): Promise<void> {
    try {
      await this.storage.remove(attempts.map(pathOf));
      await this.storage.sweep(FOLDER, new Date(Date.now() - LEFT_BEHIND_MS));
    } catch (error) {
      this.logger.warn(`Files of exports could not be removed: ${String(error)}`);
    }
  }
}

function pathOf(attempt: string): string {
  return `${FOLDER}/${attempt}.zip`;
}
