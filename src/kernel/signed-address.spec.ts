import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { isMailAddress } from './address.js';
import { idInAddress, signedAddress, type SignedMailbox } from './signed-address.js';

const [key, former] = [randomBytes(32), randomBytes(32)];
const DESK: SignedMailbox = { purpose: 'reply', keys: [key, former], address: 'Support@Example.com' };

describe('an address that names something', () => {
  it('names it, whatever mail servers do to the case of its letters', () => {
    fc.assert(
      fc.property(fc.uuid(), (ticket) => {
        const address = signedAddress(DESK, ticket);
        expect(isMailAddress(address)).toBe(true);
        for (const given of [address, address.toUpperCase(), address.toLowerCase(), ` ${address} `])
          expect(idInAddress(DESK, given)).toBe(ticket);
      }),
    );
  });

  it('stays good under a former key', () => {
    const ticket = randomUUID();
    expect(idInAddress(DESK, signedAddress({ ...DESK, keys: [former] }, ticket))).toBe(ticket);
    expect(idInAddress(DESK, signedAddress({ ...DESK, keys: [randomBytes(32)] }, ticket))).toBeUndefined();
  });

  it('is worthless with any letter changed, at another domain, of another mailbox, or for something else', () => {
    const address = signedAddress(DESK, randomUUID()).toLowerCase();
    const [local = '', domain = ''] = address.split('@');
    for (let at = 'support+'.length; at < local.length; at++) {
      const other = local[at] === 'a' ? 'b' : 'a';
      expect(
        idInAddress(DESK, `${local.slice(0, at)}${other}${local.slice(at + 1)}@${domain}`),
      ).toBeUndefined();
    }
    expect(idInAddress(DESK, `${local}@example.org`)).toBeUndefined();
    expect(idInAddress({ ...DESK, address: 'help@example.com' }, address)).toBeUndefined();
    expect(idInAddress({ ...DESK, purpose: 'bounce' }, address)).toBeUndefined();
  });

  it('is nothing else that anybody makes up', () => {
    fc.assert(
      fc.property(fc.string(), (tag) => {
        expect(idInAddress(DESK, `support+${tag}@example.com`)).toBeUndefined();
      }),
    );
  });
});
