import { AsyncLocalStorage } from 'node:async_hooks';

/** What every line written during a request or a job says besides; asked for when a line is written. */
export const logFields = new AsyncLocalStorage<() => Readonly<Record<string, unknown>>>();
