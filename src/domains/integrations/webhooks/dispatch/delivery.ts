/** A delivery that a worker has claimed. Its attempt is the fence: who holds an older one changes nothing. */
export interface ClaimedDelivery {
  readonly id: string;
  readonly attempt: number;
  /** Attempts of this round before this one. */
  readonly tries: number;
  readonly webhookId: string;
  readonly ownerId: string;
  readonly url: string;
  /** The last attempts of its webhook have failed. */
  readonly isFailing: boolean;
  readonly type: string;
  /** The bytes that are sent, the same each time. */
  readonly body: string;
}

/** One attempt, as it is kept. */
export interface AttemptNote {
  /** @example '2026-11-28T11:00:00.123Z' */
  readonly at: string;
  readonly status: number | null;
  readonly duration_ms: number;
  readonly error: string | null;
  /** The beginning of what the server answered. */
  readonly response: string | null;
}

/** What became of an attempt. */
export interface Settlement {
  readonly id: string;
  readonly attempt: number;
  readonly state: 'delivered' | 'waiting' | 'failed';
  /** Seconds until the next attempt. */
  readonly dueIn?: number;
  /** The server never wants to hear from us again. */
  readonly gone: boolean;
  readonly note: AttemptNote;
}
