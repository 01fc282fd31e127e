import { constants } from 'node:fs';
import { access, type FileHandle, lstat, mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FileStorage } from '../../file-storage.js';
import { StorageFolderFailed, StoredFileMissing } from '../../storage.errors.js';

const PART = '.part';
/** No upload takes as long. */
const PART_IS_DEAD_AFTER_MS = 60 * 60_000;
const READ_BYTES = 32 * 1024;

/** Files in a folder of this machine, written beside their place and renamed once they are whole and on the disk. */
export class LocalStorage extends FileStorage {
  constructor(private readonly root: string) {
    super();
  }

  async check(): Promise<void> {
    await mkdir(this.root, { recursive: true }).catch(folderFailed);
    await access(this.root, constants.W_OK).catch(folderFailed);
  }

  protected async put(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    await mkdir(join(this.root, dirname(path)), { recursive: true }).catch(folderFailed);
    const target = await this.locate(path).catch(folderFailed);
    const part = `${target}${PART}`;
    const file = await open(part, 'w', 0o600).catch(folderFailed);
    try {
      for await (const chunk of content) await file.writeFile(chunk).catch(folderFailed);
      await file.sync().catch(folderFailed);
      await rename(part, target).catch(folderFailed);
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined);
      throw error;
    } finally {
      await file.close();
    }
  }

  protected async open(path: string): Promise<AsyncIterable<Buffer>> {
    let file: FileHandle;
    try {
      file = await open(await this.locate(path), constants.O_RDONLY | constants.O_NOFOLLOW);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new StoredFileMissing().because(error);
      return folderFailed(error);
    }
    return file.createReadStream({ highWaterMark: READ_BYTES });
  }

  protected async drop(paths: readonly string[]): Promise<void> {
    for (const path of paths) {
      const target = await this.locate(path).catch(() => undefined);
      if (target !== undefined) await rm(target, { force: true });
    }
  }

  protected async dropOlder(folder: string, before: Date): Promise<void> {
    const deadPart = Date.now() - PART_IS_DEAD_AFTER_MS;
    for (const name of await readdir(join(this.root, folder)).catch(() => [])) {
      const target = await this.locate(join(folder, name));
      const found = await lstat(target).catch(() => undefined);
      const limit = name.endsWith(PART) ? deadPart : before.getTime();
      if (found?.isFile() && found.mtimeMs < limit) await rm(target, { force: true });
    }
  }

  /** Where the path lies; refused when a link on the way would lead somewhere else. */
  private async locate(path: string): Promise<string> {
    const target = join(await realpath(this.root), path);
    const folder = dirname(target);
    if ((await realpath(folder)) !== folder) throw new TypeError(`A link stands in the way to ${path}.`);
    return target;
  }
}

function folderFailed(error: unknown): never {
  throw new StorageFolderFailed().because(error);
}
