import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { BodyBroken } from './http.errors.js';

/** A streamed body, hashed on its way to whoever reads it, so that nothing of it is held back or kept. */
export class HashedBody {
  readonly content: Readable;
  private readonly hash = createHash('sha256');

  constructor(private readonly source: Readable) {
    this.content = Readable.from(this.passing());
    // Whoever reads hears of it; when nobody does any more, it is nobody's concern.
    this.content.on('error', () => undefined);
  }

  /** SHA-256 of the whole body; what nobody has read is read now. */
  async digest(): Promise<Buffer> {
    this.content.resume();
    await finished(this.content);
    return this.hash.digest();
  }

  /** The request itself is left whole, so that it can still be answered. */
  private async *passing(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of this.source.iterator({ destroyOnReturn: false })) {
        this.hash.update(chunk as Buffer);
        yield chunk as Buffer;
      }
    } catch (error) {
      throw new BodyBroken().because(error);
    }
  }
}
