import { Readable } from 'node:stream';

/**
 * A message whose first read waits for a promise: nothing leaves before it is kept, nothing at all if it is broken.
 * The SMTP client reads only after the server has answered 354 to DATA.
 */
export class ArmedBody extends Readable {
  /** Whether a byte has been given to the connection. */
  departed = false;
  /** Why `onData` refused, once it has. */
  refusal: Error | undefined;
  private arming: Promise<void> | undefined;

  constructor(
    private readonly bytes: Buffer,
    private readonly onData: () => Promise<void>,
  ) {
    super();
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
