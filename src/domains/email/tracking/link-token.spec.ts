import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { type LinkPurpose, LinkTokens } from './link-token.js';

const key = randomBytes(32);
const tokens = new LinkTokens([key]);
const purposes = fc.constantFrom<LinkPurpose>('open', 'click', 'unsubscribe', 'preferences', 'view');
const claims = fc.record({ messageId: fc.uuid(), linkId: fc.uuid() });

const claimFor = (purpose: LinkPurpose, claim: { messageId: string; linkId: string }) =>
  purpose === 'click' ? claim : { messageId: claim.messageId };

describe('a signed link', () => {
  it('says which message, and which link, it was made for', () => {
    fc.assert(
      fc.property(purposes, claims, (purpose, both) => {
        const claim = claimFor(purpose, both);
        expect(tokens.read(purpose, tokens.sign(purpose, claim))).toEqual(claim);
      }),
    );
  });

  it('is refused when any character is changed, added or left out', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ %';
    fc.assert(
      fc.property(purposes, claims, fc.nat(), fc.nat(alphabet.length - 1), (purpose, both, place, letter) => {
        const token = tokens.sign(purpose, claimFor(purpose, both));
        const at = place % token.length;
        const other = alphabet[letter]!;
        fc.pre(token[at] !== other);
        expect(tokens.read(purpose, token.slice(0, at) + other + token.slice(at + 1))).toBeUndefined();
        expect(tokens.read(purpose, token.slice(0, at) + token.slice(at + 1))).toBeUndefined();
        expect(tokens.read(purpose, token.slice(0, at) + other + token.slice(at))).toBeUndefined();
      }),
    );
  });

  it('has exactly one spelling', () => {
    const token = tokens.sign('click', { messageId: crypto.randomUUID(), linkId: crypto.randomUUID() });
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.split('');
    const accepted = last.filter((letter) => tokens.read('click', token.slice(0, -1) + letter));
    expect(accepted).toHaveLength(1);
  });

  it('does not serve another purpose', () => {
    fc.assert(
      fc.property(purposes, purposes, claims, (made, used, both) => {
        fc.pre(made !== used);
        expect(tokens.read(used, tokens.sign(made, claimFor(made, both)))).toBeUndefined();
      }),
    );
  });

  it('does not serve an installation with another key', () => {
    const others = new LinkTokens([randomBytes(32)]);
    fc.assert(
      fc.property(fc.uuid(), (messageId) => {
        expect(others.read('open', tokens.sign('open', { messageId }))).toBeUndefined();
      }),
    );
  });

  it('is still good after the key was replaced, while the former key is known', () => {
    const [messageId, newer] = [crypto.randomUUID(), randomBytes(32)];
    const out = tokens.sign('unsubscribe', { messageId });
    const rotated = new LinkTokens([newer, randomBytes(32), key]);
    expect(rotated.read('unsubscribe', out)).toEqual({ messageId });
    expect(new LinkTokens([newer]).read('unsubscribe', out)).toBeUndefined();
    const next = rotated.sign('unsubscribe', { messageId });
    expect(new LinkTokens([newer]).read('unsubscribe', next)).toEqual({ messageId });
    expect(tokens.read('unsubscribe', next)).toBeUndefined();
  });

  it('is not confused by arbitrary text', () => {
    fc.assert(
      fc.property(purposes, fc.string(), (purpose, text) => tokens.read(purpose, text) === undefined),
    );
  });
});
