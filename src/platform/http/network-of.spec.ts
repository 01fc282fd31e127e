import fc from 'fast-check';
import { networkOf } from './network-of.js';

describe('an address that is counted', () => {
  it('is itself when it is one of IPv4, however it is written', () => {
    expect(networkOf('192.0.2.7')).toBe('192.0.2.7');
    expect(networkOf('::ffff:192.0.2.7')).toBe('192.0.2.7');
    expect(networkOf('::FFFF:c000:207')).toBe('192.0.2.7');
  });

  it('is its network of 64 bits when it is one of IPv6, however it is written', () => {
    for (const address of ['2001:db8:0:7::1', '2001:DB8::7:0:0:0:1', '2001:0db8:0000:0007:ffff:1:2:3%eth0'])
      expect(networkOf(address)).toBe('2001:db8:0:7::/64');
    expect(networkOf('2001:db8:0:8::1')).toBe('2001:db8:0:8::/64');
    expect(networkOf('::1')).toBe('0:0:0:0::/64');
  });

  it('shares its network with whatever has the same first 64 bits, and with nothing else', () => {
    const group = fc.integer({ min: 1, max: 0xffff });
    const half = fc.tuple(group, group, group, group);
    const addressOf = (...halves: number[][]) =>
      halves
        .flat()
        .map((part) => part.toString(16))
        .join(':');
    fc.assert(
      fc.property(half, half, half, half, (here, there, one, other) => {
        expect(networkOf(addressOf(here, one))).toBe(networkOf(addressOf(here, other)));
        fc.pre(addressOf(here) !== addressOf(there));
        expect(networkOf(addressOf(here, one))).not.toBe(networkOf(addressOf(there, one)));
      }),
    );
  });

  it('is left as it is when it is none', () => {
    for (const text of ['', 'unix', '192.0.2.999']) expect(networkOf(text)).toBe(text);
  });
});
