import { Injectable, Logger } from '@nestjs/common';
import { FileStorage } from '#platform/storage/file-storage';
import type { ExportFormat } from './export.dto.js';

const FOLDER = 'exports';
/** A day longer than exports are kept: what is older was left behind by a worker that died. */
const KEPT_MS = 8 * 24 * 3_600_000;

/** Files of leads that have been written; where one lies follows from the attempt that has written it. */
@Injectable()
export class ExportStore {
  private readonly logger = new Logger('Exports');

  constructor(private readonly storage: FileStorage) {}

  write(attempt: string, format: ExportFormat, content: AsyncIterable<Uint8Array>): Promise<void> {
    return this.storage.write(pathOf(attempt, format), content);
  }

  read(attempt: string, format: ExportFormat): Promise<AsyncIterable<Buffer>> {
    return this.storage.read(pathOf(attempt, format));
  }

  /** Never fails: what cannot be removed now is swept later. */
  async forget(files: readonly { attempt: string; format: ExportFormat }[]): Promise<void> {
    try {
      await this.storage.remove(files.map(({ attempt, format }) => pathOf(attempt, format)));
    } catch (error) {
      this.logger.warn(`Files of exports could not be removed: ${String(error)}`);
    }
  }

  async sweep(): Promise<void> {
    await this.storage.sweep(FOLDER, new Date(Date.now() - KEPT_MS));
  }
}

function pathOf(attempt: string, format: ExportFormat): string {
  return `${FOLDER}/${attempt}.${format}`;
}
