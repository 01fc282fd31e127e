import { Readable } from 'node:stream';
import type { SupabaseAdmin } from '#platform/supabase/supabase-admin';
import { FileStorage } from '../../file-storage.js';
import {
  StorageBucketPublic,
  StorageKeyRefused,
  StorageUnreachable,
  StoredFileMissing,
  StoredFileTooLarge,
} from '../../storage.errors.js';
import { Patience } from './patience.js';

const PATIENCE_MS = 30_000;
const CHECKED_WITHIN_MS = 2_000;
const LISTED = 1_000;

type StorageClient = SupabaseAdmin['client']['storage'];

/** How supabase-js answers: data, or what went wrong. */
interface Outcome<Data> {
  data: Data | null;
  error: unknown;
}

/** What Storage says went wrong: the true status stands in the body as `statusCode`, under an HTTP 400. */
interface Refusal {
  status?: number;
  statusCode?: string;
  code?: string;
}

/** Files in a private bucket of the Supabase project, which is made when it is first needed. */
export class SupabaseStorage extends FileStorage {
  private ready: Promise<void> | undefined;

  constructor(
    private readonly supabase: SupabaseAdmin,
    private readonly bucket: string,
    private readonly patienceMs: number = PATIENCE_MS,
  ) {
    super();
  }

  async check(): Promise<void> {
    await this.prepare(AbortSignal.timeout(CHECKED_WITHIN_MS));
  }

  /** Storage keeps an object once its last byte has come, so a transfer that breaks off leaves nothing to be seen. */
  protected async put(path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
    this.ready ??= this.prepare(AbortSignal.timeout(this.patienceMs));
    await this.ready.catch((error: unknown) => {
      this.ready = undefined;
      throw error;
    });
    const patience = new Patience(this.patienceMs);
    const sending = new Sending(content, patience);
    const body = Readable.from(sending);
    try {
      await this.ask(patience.signal, (storage) =>
        storage.from(this.bucket).upload(path, body, { contentType: 'application/octet-stream' }),
      );
    } catch (error) {
      if (sending.isWhole) await this.drop([path]).catch(() => undefined);
      if (error instanceof StoredFileMissing) {
        this.ready = undefined;
        throw new StorageUnreachable().because(error);
      }
      throw sending.problem ?? error;
    } finally {
      patience.rest();
      body.destroy();
    }
  }

  protected async open(path: string): Promise<AsyncIterable<Buffer>> {
    const patience = new Patience(this.patienceMs);
    patience.wait();
    try {
      const body = await this.ask(patience.signal, (storage) =>
        storage.from(this.bucket).download(path).asStream(),
      );
      return arriving(body as ReadableStream<Uint8Array>, patience);
    } finally {
      patience.rest();
    }
  }

  protected async drop(paths: readonly string[]): Promise<void> {
    if (paths.length === 0) return;
    await this.ask(AbortSignal.timeout(this.patienceMs), (storage) =>
      storage.from(this.bucket).remove([...paths]),
    );
  }

  /** The oldest thousand at a time; the next sweep goes on. */
  protected async dropOlder(folder: string, before: Date): Promise<void> {
    const oldest = await this.ask(AbortSignal.timeout(this.patienceMs), (storage) =>
      storage
        .from(this.bucket)
        .list(folder, { limit: LISTED, sortBy: { column: 'created_at', order: 'asc' } }),
    );
    const old = oldest.filter(({ id, created_at: at }) => id !== null && new Date(String(at)) < before);
    await this.drop(old.map(({ name }) => `${folder}/${name}`));
  }

  /** Makes the bucket where it is missing; one that everybody may read is refused. */
  private async prepare(signal: AbortSignal): Promise<void> {
    const find = () => this.ask(signal, (storage) => storage.getBucket(this.bucket));
    const found = await find().catch(async (error: unknown) => {
      if (!(error instanceof StoredFileMissing)) throw error;
      // Another process may make it in the same moment; what counts is that it is there.
      await this.ask(signal, (storage) => storage.createBucket(this.bucket, { public: false })).catch(
        () => undefined,
      );
      return find();
    });
    if (found.public) throw new StorageBucketPublic(this.bucket);
  }

  private async ask<Data>(
    signal: AbortSignal,
    work: (storage: StorageClient) => PromiseLike<Outcome<Data>>,
  ): Promise<Data> {
    let outcome: Outcome<Data>;
    try {
      outcome = await this.supabase.until(signal, async ({ storage }) => work(storage));
    } catch (error) {
      throw new StorageUnreachable().because(error);
    }
    if (outcome.error !== null || outcome.data === null) throw translated(outcome.error);
    return outcome.data;
  }
}

/** The content on its way out. */
class Sending implements AsyncIterable<Uint8Array> {
  /** All of it has been handed over. */
  isWhole = false;
  /** What broke the content itself. */
  problem: unknown;

  constructor(
    private readonly content: AsyncIterable<Uint8Array>,
    private readonly patience: Patience,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for await (const chunk of this.read()) {
      this.patience.wait();
      yield chunk;
      this.patience.rest();
    }
    this.isWhole = true;
    this.patience.wait();
  }

  private async *read(): AsyncGenerator<Uint8Array> {
    try {
      yield* this.content;
    } catch (error) {
      this.problem = error;
      throw error;
    }
  }
}

async function* arriving(body: ReadableStream<Uint8Array>, patience: Patience): AsyncGenerator<Buffer> {
  const reader = body.getReader();
  try {
    for (;;) {
      patience.wait();
      const { done, value } = await reader.read();
      patience.rest();
      if (done) return;
      yield Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    }
  } catch (error) {
    throw new StorageUnreachable().because(error);
  } finally {
    patience.end();
  }
}

function translated(error: unknown): Error {
  const { status, statusCode, code } = (error ?? {}) as Refusal;
  const said = Number(statusCode) || status;
  if (said === 404) return new StoredFileMissing().because(error);
  if (said === 413) return new StoredFileTooLarge().because(error);
  if (said === 401 || said === 403 || code === 'InvalidJWT') return new StorageKeyRefused().because(error);
  return new StorageUnreachable().because(error);
}
