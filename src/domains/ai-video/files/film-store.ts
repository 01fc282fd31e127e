import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { FileStorage } from '#platform/storage/file-storage';

const FOLDER = 'ai-videos';
const ENDINGS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/gif': 'gif',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'video/quicktime': 'mov',
};

/** A file that was kept. */
export interface KeptFile {
  readonly path: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Images and clips in storage, each under a name of its own in the folder of its owner and project. */
@Injectable()
export class FilmStore {
  private readonly logger = new Logger('AI video');

  constructor(private readonly storage: FileStorage) {}

  /** Where a new file of the project may lie. */
  place({ ownerId, projectId }: { ownerId: string; projectId: string }, mediaType: string): string {
    return `${FOLDER}/${ownerId}/${projectId}/${newId()}.${ENDINGS[mediaType] ?? 'bin'}`;
  }

  async keep(
    { path, mediaType }: Pick<KeptFile, 'path' | 'mediaType'>,
    content: AsyncIterable<Uint8Array>,
  ): Promise<KeptFile> {
    let bytes = 0;
    const hash = createHash('sha256');
    async function* counted() {
      for await (const piece of content) {
        bytes += piece.byteLength;
        hash.update(piece);
        yield piece;
      }
    }
    await this.storage.write(path, counted());
    return { path, mediaType, bytes, sha256: hash.digest('hex') };
  }

  read(path: string): Promise<AsyncIterable<Buffer>> {
    return this.storage.read(path);
  }

  /** Never fails: what cannot be removed is logged. */
  async forget(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    try {
      await this.storage.remove(paths);
    } catch (error) {
      this.logger.warn({ err: error, paths }, 'Files of videos could not be removed');
    }
  }
}
