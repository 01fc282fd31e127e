import type { LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { buildConnector } from 'undici';
import type { Networks } from './networks.js';
import type { ResolveHost } from './dns/resolve-host.js';
import { AddressRefused, Unreachable } from './web.errors.js';

const CONNECT_WITHIN_MS = 5_000;

/**
 * Resolves a name once, checks every address it has, and connects to one of those it has checked: a name server that
 * answers differently the next time is not asked again. Host and server name (SNI) stay what they were.
 */
export function guardedConnector(networks: Networks, resolve: ResolveHost): buildConnector.connector {
  return (options, callback) => {
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80);
    checkedAddresses(options.hostname, port, { networks, resolve }).then(
      (addresses) => {
        const connect = buildConnector({
          allowH2: false,
          timeout: CONNECT_WITHIN_MS,
          autoSelectFamily: true,
          lookup: answering(addresses),
        });
        connect(options, callback);
      },
      (error: Error) => callback(error, null),
    );
  };
}

/** All addresses of the host; refused when one of them may not be reached. */
export async function checkedAddresses(
  host: string,
  port: number,
  { networks, resolve }: { networks: Networks; resolve: ResolveHost },
): Promise<LookupAddress[]> {
  const family = isIP(host);
  const addresses = family === 0 ? await resolve(host) : [{ address: host, family }];
  if (addresses.length === 0) throw new Unreachable();
  if (!addresses.every(({ address }) => networks.permit(address, port))) throw new AddressRefused();
  return addresses;
}

const answering = (addresses: LookupAddress[]): LookupFunction => {
  return (_host, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, addresses);
    else callback(null, first?.address ?? '', first?.family);
  };
};
