import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import type { WebAnswer } from '../web-answer.js';
import { WebClient } from '../web-client.js';
import { RobotsDisallow, Unreachable } from '../web.errors.js';
import { webUrl } from '../web-url.js';
import { RobotsBook } from './robots-book.js';
import { Slots } from './slots.js';

const MOST_WAITING = 100;
/** Answers are whole in memory, so not too many at once. */
const AT_ONCE = 16;
const MOST_HOSTS = 1_000;
const LONGEST_WAIT_BEFORE_RETRY_MS = 5_000;
const WORTH_A_RETRY = [429, 502, 503, 504];

interface Host {
  readonly turns: Slots;
  /** When the next page may be asked for. */
  free: number;
}

/**
 * Reads pages as a guest: one at a time of each host, with a pause between two, nothing that its robots.txt closes to us,
 * and under our own name. All who read in this process share the turns of a host.
 */
@Injectable()
export class PoliteReader {
  private readonly hosts = new Map<string, Host>();
  private readonly everywhere = new Slots(AT_ONCE, AT_ONCE * MOST_WAITING);

  constructor(
    private readonly web: WebClient,
    private readonly robots: RobotsBook,
    private readonly settings: Settings,
  ) {}

  /** Waits for its turn, for as long as the signal lets it; then the limits of `WebClient` hold. Asks a second time where that helps. */
  async read(address: string, signal: AbortSignal): Promise<WebAnswer> {
    const url = webUrl(address);
    const host = this.hostOf(url);
    return host.turns.use(signal, async () => {
      const { allow, delay } = await this.robots.rulesFor(url, signal);
      if (!allow(url)) throw new RobotsDisallow();
      const gap = Math.max(delay, this.settings.OUTBOUND_HOST_GAP_MS);
      const answer = await this.asked(url, host, gap, signal).catch((error: unknown) => {
        if (error instanceof Unreachable) return null;
        throw error;
      });
      if (answer && !WORTH_A_RETRY.includes(answer.status)) return answer;
      host.free = Math.max(host.free, Date.now() + retryAfter(answer));
      return this.asked(url, host, gap, signal);
    });
  }

  private async asked(url: URL, host: Host, gap: number, signal: AbortSignal): Promise<WebAnswer> {
    const wait = host.free - Date.now();
    if (wait > 0) await pause(wait, undefined, { signal }).catch(() => signal.throwIfAborted());
    try {
      return await this.everywhere.use(signal, () =>
        this.web.send({ url, signal, headers: ACCEPT, onRedirect: (to) => this.checkRedirect(to, signal) }),
      );
    } finally {
      host.free = Date.now() + gap;
    }
  }

  /** Another site's robots.txt counts for what we are sent to there. */
  private async checkRedirect(to: URL, signal: AbortSignal): Promise<void> {
    const { allow } = await this.robots.rulesFor(to, signal);
    if (!allow(to)) throw new RobotsDisallow();
  }

  private hostOf({ host: name }: URL): Host {
    const known = this.hosts.get(name);
    if (known) return known;
    if (this.hosts.size >= MOST_HOSTS) this.forgetIdle();
    const host = { turns: new Slots(1, MOST_WAITING), free: 0 };
    this.hosts.set(name, host);
    return host;
  }

  private forgetIdle(): void {
    const now = Date.now();
    for (const [name, { turns, free }] of this.hosts) if (turns.idle && free <= now) this.hosts.delete(name);
  }
}

const ACCEPT = { accept: 'text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.1' };

function retryAfter(answer: WebAnswer | null): number {
  const seconds = Number(answer?.headers['retry-after'] ?? 0);
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds * 1_000, 0), LONGEST_WAIT_BEFORE_RETRY_MS) : 0;
}
