import { Resolver } from 'node:dns/promises';

/** Asks name servers directly: the named ones, or those of the machine. */
export function nameServers(servers: readonly string[]): Resolver {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  return resolver;
}

/** Whether a name server has answered, and said that there is nothing of the kind, or no such name. */
export function isAbsent(error: unknown): boolean {
  return /^E(NOTFOUND|NODATA)$/.test(String((error as { code?: unknown }).code));
}
