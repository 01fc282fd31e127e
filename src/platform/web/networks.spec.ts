import fc from 'fast-check';
import { Networks } from './networks.js';

const closed = new Networks([], []);

const SPECIAL: [string, ...string[]][] = [
  ['this network', '0.0.0.0', '0.1.2.3'],
  ['private', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ['shared with the provider (CGNAT)', '100.64.0.1', '100.100.100.200', '100.127.255.255'],
  ['loopback', '127.0.0.1', '127.255.255.254'],
  ['link-local, with the metadata of clouds', '169.254.169.254', '169.254.170.2'],
  ['protocol assignments', '192.0.0.1', '192.0.0.192', '192.88.99.1', '192.31.196.1', '192.175.48.1'],
  ['documentation', '192.0.2.1', '198.51.100.1', '203.0.113.1'],
  ['benchmarks', '198.18.0.1', '198.19.255.255'],
  ['multicast', '224.0.0.1', '239.255.255.255'],
  ['reserved and broadcast', '240.0.0.1', '255.255.255.255'],
  ['the host under a machine at Azure', '168.63.129.16'],
  ['IPv6 unspecified and loopback', '::', '::1'],
  ['IPv4-mapped', '::ffff:127.0.0.1', '::ffff:169.254.169.254', '::ffff:7f00:1'],
  ['IPv4-compatible', '::127.0.0.1', '::a9fe:a9fe'],
  ['IPv4-translated', '::ffff:0:127.0.0.1'],
  ['NAT64', '64:ff9b::127.0.0.1', '64:ff9b::a9fe:a9fe', '64:ff9b:1::10.0.0.1'],
  ['6to4', '2002:7f00:1::', '2002:a9fe:a9fe::1'],
  ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ['unique local, with the metadata of clouds', 'fd00:ec2::254', 'fc00::1', 'fd20:ce::254'],
  ['IPv6 link-local and site-local', 'fe80::1', 'fe80::1%eth0', 'fec0::1'],
  ['IPv6 multicast', 'ff02::1', 'ff0e::1'],
  ['IPv6 documentation and benchmarks', '2001:db8::1', '3fff::1', '2001:2::1'],
  ['discard, segment routing, unassigned', '100::1', '5f00::1', '4000::1', 'e000::1'],
];

describe('addresses', () => {
  it.each(SPECIAL)('that are %s are refused', (_name, ...addresses) => {
    for (const address of addresses) expect([address, closed.permit(address, 443)]).toEqual([address, false]);
  });

  it('that are public are permitted at web ports alone', () => {
    for (const address of ['93.184.216.34', '8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8'])
      expect([80, 443, 22, 25, 5432, 6379, 8080].filter((port) => closed.permit(address, port))).toEqual([
        80, 443,
      ]);
    expect(new Networks([], [8080]).permit('8.8.8.8', 8080)).toBe(true);
  });

  it('that the operator has opened are permitted at any port, and no others', () => {
    const opened = new Networks(['127.0.0.2/32', '10.1.0.0/16', 'fd00::/8', '192.168.5.5'], []);
    for (const address of ['127.0.0.2', '::ffff:127.0.0.2', '10.1.255.255', 'fd12::1', '192.168.5.5'])
      expect([address, opened.permit(address, 5432)]).toEqual([address, true]);
    for (const address of ['127.0.0.1', '127.0.0.3', '10.2.0.1', 'fc00::1', '::1', '192.168.5.6'])
      expect([address, opened.permit(address, 80)]).toEqual([address, false]);
  });

  it('that are none are refused', () => {
    for (const text of ['', 'localhost', '1.2.3.4.5', '::g', '8.8.8.8/8'])
      expect(closed.permit(text, 80)).toBe(false);
  });

  it('are judged alike in every form that carries an IPv4 address inside', () => {
    const octets = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 255 })));
    fc.assert(
      fc.property(octets, (bytes) => {
        const dotted = bytes.join('.');
        expect(closed.permit(`::ffff:${dotted}`, 80)).toBe(closed.permit(dotted, 80));
        const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0'));
        const [high, low] = [`${hex[0]}${hex[1]}`, `${hex[2]}${hex[3]}`];
        for (const form of [
          `::${dotted}`,
          `64:ff9b::${dotted}`,
          `2002:${high}:${low}::1`,
          `2001:0:${high}:${low}::`,
        ])
          expect(closed.permit(form, 80)).toBe(false);
      }),
    );
  });
});
