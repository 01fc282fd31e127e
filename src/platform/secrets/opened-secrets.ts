import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

const KEPT_MS = 10_000;
const USERS_AT_MOST = 10_000;

/** What a look at one service of a user has found: a value, nothing, or a row that cannot be opened. */
export interface Opened {
  readonly value: string | undefined;
  readonly isUnreadable: boolean;
  /** When its use was last noted, in milliseconds since 1970; 0 when it never was. */
  usedAt: number;
}

interface Remembered {
  readonly until: number;
  readonly services: Map<string, Opened>;
}

/** Opened keys for ten seconds, since the AI door asks for them on every call; other processes see a change after that time. */
@Injectable()
export class OpenedSecrets implements OnApplicationShutdown {
  /** How often something was forgotten. What was read before a change is not kept after it. */
  changes = 0;
  private readonly users = new Map<string, Remembered>();
  private sweeper: NodeJS.Timeout | undefined;

  find(userId: string, service: string): Opened | undefined {
    const known = this.users.get(userId);
    return known && known.until > Date.now() ? known.services.get(service) : undefined;
  }

  /** Keeps what was read when `changes` stood at `asOf`. */
  keep(userId: string, found: ReadonlyMap<string, Opened>, asOf: number): void {
    if (asOf !== this.changes) return;
    const known = this.users.get(userId);
    if (known && known.until > Date.now()) {
      for (const [service, opened] of found) known.services.set(service, opened);
      return;
    }
    this.users.delete(userId);
    const [oldest] = this.users.keys();
    if (this.users.size >= USERS_AT_MOST && oldest !== undefined) this.users.delete(oldest);
    this.users.set(userId, { until: Date.now() + KEPT_MS, services: new Map(found) });
    this.sweeper ??= setTimeout(() => this.sweep(), KEPT_MS).unref();
  }

  forget(userId: string): void {
    this.changes++;
    this.users.delete(userId);
  }

  onApplicationShutdown(): void {
    clearTimeout(this.sweeper);
    this.users.clear();
  }

  /** No value stays in memory because nobody asks for it any more. */
  private sweep(): void {
    this.sweeper = undefined;
    for (const [userId, { until }] of this.users) if (until <= Date.now()) this.users.delete(userId);
    if (this.users.size > 0) this.sweeper = setTimeout(() => this.sweep(), KEPT_MS).unref();
  }
}
