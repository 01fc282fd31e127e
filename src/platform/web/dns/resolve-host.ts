import { lookup, type Resolver } from 'node:dns/promises';
import type { LookupAddress } from 'node:dns';
import { isIP } from 'node:net';
import { isAbsent } from './name-servers.js';

/** All addresses of a name. */
export type ResolveHost = (name: string) => Promise<LookupAddress[]>;

/**
 * Asks the name servers directly: the system's own way keeps one of few threads busy for as long as somebody else's server
 * takes. Only a name that they do not know is asked for there, as it may stand in the hosts file.
 */
export function hostResolver(servers: Resolver): ResolveHost {
  return async (name) => {
    const [four, six] = await Promise.allSettled([servers.resolve4(name), servers.resolve6(name)]);
    const found = [four, six].flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (found.length > 0) return found.map((address) => ({ address, family: isIP(address) }));
    const unknown = [four, six].every((answer) => answer.status === 'rejected' && isAbsent(answer.reason));
    return unknown ? lookup(name, { all: true }) : [];
  };
}
