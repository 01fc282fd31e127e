import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';

/** Spaces out what this process sends to `MAIL_RATE_PER_SECOND`; 0 means as fast as it goes. */
@Injectable()
export class Pace {
  private next = 0;

  constructor(private readonly settings: Settings) {}

  /** Waits for the next free moment; returns early when the signal aborts. */
  async turn(signal: AbortSignal): Promise<void> {
    const perSecond = this.settings.MAIL_RATE_PER_SECOND;
    if (perSecond === 0) return;
    const now = performance.now();
    const mine = Math.max(now, this.next);
    this.next = mine + 1000 / perSecond;
    if (mine > now) await sleep(mine - now, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
