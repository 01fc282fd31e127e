import { AsyncLocalStorage } from 'node:async_hooks';
import { Readable } from 'node:stream';

/**
 * A message whose first read waits for a promise: nothing leaves before it is kept, nothing at all if it is broken.
 * The SMTP client reads only after the server has answered 354 to DATA. What reads may run in the
 * async context of another call, whose connection has become free: the promise is made in that of whoever made the message.
 */
export class ArmedBody extends Readable {
  /** Whether a byte has been given to the connection. */
  departed = false;
  /** Why `onData` refused, once it has. */
  refusal: Error | undefined;
  private arming: Promise<void> | undefined;
  private readonly onData: () => Promise<void>;

  constructor(
    private readonly bytes: Buffer,
    onData: () => Promise<void>,
  ) {
    super();
    this.onData = AsyncLocalStorage.bind(onData);
  }

  override _read(): void {
    this.arming ??= this.arm();
  }

  /** Waits until `onData`, if it was ever asked, has answered. */
  async decided(): Promise<void> {
    await this.arming;
  }

  private async arm(): Promise<void> {
    try {
      await this.onData();
    } catch (error) {
      this.refusal = error instanceof Error ? error : new Error(String(error));
      this.destroy(this.refusal);
      return;
    }
    if (this.destroyed) return;
    this.departed = true;
    this.push(this.bytes);
    this.push(null);
  }
}
