/** Folders and a file name of lower-case letters, digits, `-` and `_`: no path of ours can climb out of its place. */
const PATH = /^(?:[a-z0-9][a-z0-9_-]{0,63}\/){1,4}[a-z0-9][a-z0-9_-]{0,127}\.[a-z0-9]{1,10}$/;
const FOLDER = /^[a-z0-9][a-z0-9_-]{0,63}$/;

/** Where files are kept, in our words. Paths are made by us, anew for every file: `imports/0198….csv`. */
export abstract class FileStorage {
  /** Keeps what arrives under the path: whole or not at all. An error of the content itself is passed on as it is. */
  async write(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    await this.put(fit(path, PATH), content);
  }

  /** The file as a stream; `StoredFileMissing` when there is none. */
  async read(path: string): Promise<AsyncIterable<Buffer>> {
    return this.open(fit(path, PATH));
  }

  /** Removes the files; one that is not there is no error. */
  async remove(paths: readonly string[]): Promise<void> {
    await this.drop(paths.map((path) => fit(path, PATH)));
  }

  /** Removes what a folder has held since before the given time, and what a crash has left half-written there. */
  async sweep(folder: string, before: Date): Promise<void> {
    await this.dropOlder(fit(folder, FOLDER), before);
  }

  /** Resolves when files can be kept, and rejects when they cannot. */
  abstract check(): Promise<void>;

  protected abstract put(path: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  protected abstract open(path: string): Promise<AsyncIterable<Buffer>>;
  protected abstract drop(paths: readonly string[]): Promise<void>;
  protected abstract dropOlder(folder: string, before: Date): Promise<void>;
}

function fit(path: string, shape: RegExp): string {
  if (!shape.test(path)) throw new TypeError('A path in storage is made by us, of plain words.');
  return path;
}
