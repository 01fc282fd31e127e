import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Network = readonly [Address, number];

const USUAL_PORTS = [80, 443];
/** Public in form, but at Microsoft's cloud it is the machine's own host. */
const HOST_OF_AZURE = '168.63.129.16';

/** Which addresses may be reached: public ones at web ports, and networks that the operator has opened. */
export class Networks {
  private readonly opened: readonly Network[];
  private readonly ports: ReadonlySet<number>;

  /** `usual` are the ports of what is asked for: those of the web when nothing is said. */
  constructor(opened: readonly string[], ports: readonly number[], usual: readonly number[] = USUAL_PORTS) {
    this.opened = opened.map(networkOf);
    this.ports = new Set([...usual, ...ports]);
  }

  /** What is no address is not permitted. An IPv4 address is the same in the form of IPv6. */
  permit(address: string, port: number): boolean {
    const place = addressOf(address);
    if (!place) return false;
    if (this.opened.some(([network, bits]) => contains(network, bits, place))) return true;
    return this.ports.has(port) && isPublic(place);
  }
}

/**
 * `ipaddr.js` names every range that IANA lists as special; what it calls unicast is the rest. Of IPv6 only 2000::/3 is given
 * out, which leaves out forms with an IPv4 address inside that no list names, such as ::127.0.0.1.
 */
function isPublic(address: Address): boolean {
  if (address.range() !== 'unicast') return false;
  if (address instanceof ipaddr.IPv6) return ((address.parts[0] ?? 0) & 0xe000) === 0x2000;
  return address.toString() !== HOST_OF_AZURE;
}

/**
 * An IPv4 address that is written as IPv6 becomes one of IPv4. The URL standard's parser comes first: `ipaddr.js` alone takes
 * ::1.2.3.4 for ::ffff:1.2.3.4, which is another place. What has a zone, such as fe80::1%eth0, is no place on the internet.
 */
function addressOf(text: string): Address | undefined {
  const family = isIP(text);
  if (family === 4) return ipaddr.process(text);
  if (family === 0 || text.includes('%')) return undefined;
  return ipaddr.process(new URL(`http://[${text}]`).hostname.slice(1, -1));
}

function contains(network: Address, bits: number, address: Address): boolean {
  return network.kind() === address.kind() && address.match(network as never, bits);
}

function networkOf(text: string): Network {
  const [address = '', bits] = text.split('/');
  const parsed = ipaddr.parse(address);
  return [parsed, Number(bits ?? (parsed.kind() === 'ipv4' ? 32 : 128))];
}
