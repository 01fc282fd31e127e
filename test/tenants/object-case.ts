import type { Tenant } from './tenant.js';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * An object that somebody has made: its address, and with what each method is asked there, in this order. The same requests
 * serve a stranger, who must be refused, and then the owner, who must not: so a refusal is never one of the request itself.
 */
export interface MadeObject extends Partial<Record<Method, object | null>> {
  path: string;
  /** Of every request. */
  headers?: Record<string, string>;
}

/** By the path of its routes, how an object is made. */
export type ObjectCases = Record<string, (owner: Tenant) => Promise<MadeObject>>;

/** The methods of an object in the order in which they are asked. */
export function asksOf(made: MadeObject): [Method, object | undefined][] {
  const { path: _, headers: __, ...asks } = made;
  return Object.entries(asks).map(([method, body]) => [method as Method, body ?? undefined]);
}
