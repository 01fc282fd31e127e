import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Where requests of one address are counted: itself, or for IPv6 its first 64 bits, of which a network gives all addresses to one
 * line. An IPv4 address is the same in the form of IPv6.
 */
export function networkOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const place = ipaddr.process(address.split('%')[0] ?? '');
  if (!(place instanceof ipaddr.IPv6)) return place.toString();
  return `${place.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`;
}
