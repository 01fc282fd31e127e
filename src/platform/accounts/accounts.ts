import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import { AccountRepository } from './account.repository.js';
import type { Standing } from './standing.js';

/** How long a process believes what it has read of accounts. Whoever closes one lets so much time pass before it is said to be closed. */
const BELIEVED_MS = 1_000;

/**
 * Which accounts rest or are closed. A process that remembers who somebody is asks for the edition first: while it stays the
 * same, nobody's standing has changed. What was read counts for a second, and no request is admitted on older knowledge.
 */
@Injectable()
export class Accounts {
  private known: string | null = null;
  private readAt = Number.NEGATIVE_INFINITY;
  private reading: Promise<void> | undefined;
  private readonly keys: readonly [Buffer, ...Buffer[]];

  constructor(
    private readonly database: Database,
    private readonly accounts: AccountRepository,
    settings: Settings,
  ) {
    this.keys = settings.keys('platform.accounts');
  }

  /** Null when it must be read again. */
  get edition(): string | null {
    return performance.now() - this.readAt < BELIEVED_MS ? this.known : null;
  }

  /** Reads the edition again where it is too old; requests that come together read it once. */
  async refresh(): Promise<void> {
    if (this.edition !== null) return;
    this.reading ??= this.read().finally(() => (this.reading = undefined));
    await this.reading;
  }

  standing(userId: string): Promise<Standing> {
    return this.accounts.standing(this.keys.map((key) => subjectOf(key, userId)));
  }

  /** When the account is to be erased; undefined when it does not stand open. */
  async rest(userId: string, days: number): Promise<string | undefined> {
    const eraseAt = await this.accounts.rest(subjectOf(this.keys[0], userId), userId, days);
    this.changed();
    return eraseAt;
  }

  async lift(userId: string): Promise<boolean> {
    const lifted = await this.accounts.lift(userId);
    this.changed();
    return lifted;
  }

  async close(userId: string): Promise<boolean> {
    const closed = await this.accounts.close(subjectOf(this.keys[0], userId), userId);
    this.changed();
    return closed;
  }

  /** Resolves when no process believes any more what was true before the last change. */
  async settled(): Promise<void> {
    if (this.database.server.kind !== 'embedded') await sleep(BELIEVED_MS);
  }

  forgetUser(userId: string): Promise<void> {
    return this.accounts.forgetUser(userId);
  }

  due(atMost: number): Promise<string[]> {
    return this.accounts.due(atMost);
  }

  /** A keyed hash that stands for a user where nothing of them is left. */
  digestOf(userId: string): string {
    return createHmac('sha256', this.keys[0]).update(`receipt\0${userId.toLowerCase()}`).digest('hex');
  }

  private async read(): Promise<void> {
    const asOf = performance.now();
    this.known = await this.accounts.edition();
    this.readAt = asOf;
  }

  /** This process is the first to know. */
  private changed(): void {
    this.database.onCommit(() => (this.readAt = Number.NEGATIVE_INFINITY));
  }
}

function subjectOf(key: Buffer, userId: string): Buffer {
  return createHmac('sha256', key).update(userId.toLowerCase()).digest();
}
