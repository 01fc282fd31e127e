import { AsyncLocalStorage } from 'node:async_hooks';
import type { Identity } from './identity.js';
import type { OpenTransaction } from './open-transaction.js';

/** What one request or job carries along: its identity and, while one is open, its transaction. */
export interface Scope {
  identity: Identity | null;
  readonly transaction: OpenTransaction | null;
}

export const scopes = new AsyncLocalStorage<Scope>();
