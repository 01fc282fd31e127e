import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { type Capture, CaptureRepository, type Kept } from './capture.repository.js';
import { CaptureOverloaded } from './submission.errors.js';

const ROWS_PER_FLUSH = 256;
const FLUSHES_IN_FLIGHT = 2;
const WAITING_AT_MOST = 10_000;

interface Waiting {
  capture: Capture;
  /** Owner and address, and what is taken once: one statement cannot touch the same twice. */
  keys: readonly string[];
  resolve: (kept: Kept) => void;
  reject: (error: unknown) => void;
}

/**
 * Group commit: submissions that arrive while a write is under way share the next one. Nothing waits for a timer, so a
 * lonely submission is written at once; nobody is answered before the commit.
 */
@Injectable()
export class CaptureBatcher {
  private waiting: Waiting[] = [];
  private inFlight = 0;
  /** Flushes serve many requests, so they run outside the identity and transaction of the one that triggers them. */
  private readonly detached = AsyncLocalStorage.snapshot();

  constructor(private readonly captures: CaptureRepository) {}

  /** What became of it, once committed. */
  add(capture: Capture): Promise<Kept> {
    if (this.waiting.length >= WAITING_AT_MOST) throw new CaptureOverloaded().after(1);
    const lead = `${capture.form.ownerId} ${capture.submission.emailNorm}`;
    const keys = [lead, ...capture.once.map(({ key }) => key)];
    return new Promise((resolve, reject) => {
      this.waiting.push({ capture, keys, resolve, reject });
      this.detached(() => this.flush());
    });
  }

  private flush(): void {
    while (this.inFlight < FLUSHES_IN_FLIGHT && this.waiting.length > 0) {
      const batch = this.take();
      this.inFlight++;
      void this.write(batch).finally(() => {
        this.inFlight--;
        this.flush();
      });
    }
  }

  /** The oldest submissions with distinct keys; a second one of the same person waits for the next flush. */
  private take(): Waiting[] {
    const keys = new Set<string>();
    const batch: Waiting[] = [];
    const later: Waiting[] = [];
    for (const one of this.waiting) {
      const fits = batch.length < ROWS_PER_FLUSH && !one.keys.some((key) => keys.has(key));
      for (const key of one.keys) keys.add(key);
      (fits ? batch : later).push(one);
    }
    this.waiting = later;
    return batch;
  }

  private async write(batch: Waiting[]): Promise<void> {
    try {
      const kept = await this.captures.keep(batch.map(({ capture }) => capture));
      batch.forEach(({ resolve }, at) => resolve(kept[at] ?? 'inactive'));
    } catch (error) {
      if (batch.length === 1 || !this.captures.isAboutOneRow(error)) {
        for (const { reject } of batch) reject(error);
        return;
      }
      const middle = Math.ceil(batch.length / 2);
      await this.write(batch.slice(0, middle));
      await this.write(batch.slice(middle));
    }
  }
}
