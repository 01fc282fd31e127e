import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { type Hold, SpendRepository } from './spend.repository.js';

const STATEMENTS_IN_FLIGHT = 2;
const HOLDS_PER_STATEMENT = 256;
const WISHES_PER_HOLD = 256;

/** The money of one call that was set aside. */
export interface Held {
  readonly holdId: string;
  /** What the user has used of the day, spent or set aside, this call included. */
  readonly usedMicros: number;
}

interface Wish {
  readonly hold: Omit<Hold, 'id'>;
  readonly resolve: (held: Held | null) => void;
  readonly reject: (error: unknown) => void;
}

/** Wishes of one user for one day, asked for as one sum. */
interface Group {
  readonly wishes: Wish[];
  /** False for a part of a sum that did not fit. */
  readonly mayGrow: boolean;
}

/**
 * Group commit for budgets: what is asked for while a statement is under way shares the next one, and the calls of one
 * user are added up. A sum that does not fit is halved until it is known which calls do.
 */
@Injectable()
export class Reservations {
  private waiting: Group[] = [];
  private inFlight = 0;
  /** Statements serve many callers, so they run outside the identity and transaction of the one that triggers them. */
  private readonly detached = AsyncLocalStorage.snapshot();

  constructor(private readonly spend: SpendRepository) {}

  /** Sets the money aside; null when it does not fit the limit. */
  hold(hold: Omit<Hold, 'id'>): Promise<Held | null> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ wishes: [{ hold, resolve, reject }], mayGrow: true });
      queueMicrotask(() => this.detached(() => this.next()));
    });
  }

  private next(): void {
    while (this.inFlight < STATEMENTS_IN_FLIGHT && this.waiting.length > 0) {
      const groups = this.take();
      this.inFlight++;
      void this.ask(groups).finally(() => {
        this.inFlight--;
        this.next();
      });
    }
  }

  /** One group for each user and day: a statement cannot touch one row twice. */
  private take(): Group[] {
    const groups = new Map<string, Group>();
    const later: Group[] = [];
    for (const asked of this.waiting) {
      const key = keyOf(asked);
      const group = groups.get(key);
      if (!group && groups.size < HOLDS_PER_STATEMENT) groups.set(key, asked);
      else if (group?.mayGrow && asked.mayGrow && group.wishes.length < WISHES_PER_HOLD)
        group.wishes.push(...asked.wishes);
      else later.push(asked);
    }
    this.waiting = later;
    return [...groups.values()];
  }

  private async ask(groups: readonly Group[]): Promise<void> {
    const holds = groups.map(({ wishes }) => sumOf(wishes));
    try {
      const granted = await this.spend.hold(holds);
      groups.forEach(({ wishes }, at) => {
        const { id = '' } = holds[at] ?? {};
        const usedMicros = granted.get(id);
        if (usedMicros !== undefined) for (const { resolve } of wishes) resolve({ holdId: id, usedMicros });
        else this.refused(wishes);
      });
    } catch (error) {
      for (const { reject } of groups.flatMap(({ wishes }) => wishes)) reject(error);
    }
  }

  private refused(wishes: Wish[]): void {
    if (wishes.length === 1) return wishes[0]?.resolve(null);
    const half = Math.ceil(wishes.length / 2);
    const parts = [wishes.slice(0, half), wishes.slice(half)];
    this.waiting.unshift(...parts.map((part) => ({ wishes: part, mayGrow: false })));
  }
}

function keyOf({ wishes: [first] }: Group): string {
  return `${first?.hold.userId} ${first?.hold.day}`;
}

function sumOf(wishes: readonly Wish[]): Hold {
  const [first] = wishes as [Wish, ...Wish[]];
  return {
    ...first.hold,
    id: newId(),
    micros: wishes.reduce((sum, { hold }) => sum + hold.micros, 0),
    limitMicros: Math.min(...wishes.map(({ hold }) => hold.limitMicros)),
  };
}
