import fc from 'fast-check';
import { findingsOf, qualityOf } from './address-findings.js';
import { addressQuality } from './address-quality.js';
import { slipsBetween } from './domain-quality.js';
import { FREE_MAIL } from './mail-domains.js';

describe('an address', () => {
  it.each([
    ['ada@gmial.com', 'ada@gmail.com'],
    ['ada@gamil.com', 'ada@gmail.com'],
    ['ada@gmail.con', 'ada@gmail.com'],
    ['ada@hotmial.com', 'ada@hotmail.com'],
    ['ada@outlok.com', 'ada@outlook.com'],
    ['ada@t-onlin.de', 'ada@t-online.de'],
    ['ada@acme.con', 'ada@acme.com'],
    ['ada@acme.ogr', 'ada@acme.org'],
    ['ada @acme.com', 'ada@acme.com'],
    ['ada@acme,com', 'ada@acme.com'],
    ['mailto:ada@acme.com', 'ada@acme.com'],
    ['ada@acme.com.', 'ada@acme.com'],
  ])('with a slip says what was probably meant: %s', (typed, meant) => {
    expect(addressQuality(typed).suggestion).toBe(meant);
  });

  it.each([
    'ada@acme.com',
    'ada@line.com',
    'ada@email.com',
    'ada@gmx.de',
    'ada@yahoo.dk',
    'ada@mail.acme.co.uk',
  ])('without one is left alone: %s', (typed) => {
    expect(addressQuality(typed)).toMatchObject({ valid: true, suggestion: null });
  });

  it('of a service for throw-away addresses is known, also below the domain that is listed', () => {
    for (const address of ['x@mailinator.com', 'X@Mailinator.COM', 'x@inbox.mailinator.com'])
      expect(addressQuality(address)).toMatchObject({ disposable: true, company_domain: null });
    expect(addressQuality('x@gmail.com').disposable).toBe(false);
  });

  it('of an office is told from one of a person', () => {
    expect(addressQuality('Info@acme.com').role).toBe(true);
    expect(addressQuality('sales+fair@acme.com').role).toBe(true);
    expect(addressQuality('infos.ada@acme.com').role).toBe(false);
  });

  it('names the company it is of, unless anybody can have one there', () => {
    expect(addressQuality('ada@mail.acme.co.uk').company_domain).toBe('acme.co.uk');
    expect(addressQuality('ada@gmail.com')).toMatchObject({ free: true, company_domain: null });
    expect(addressQuality('ada@gmial.com').company_domain).toBeNull();
  });

  it('that cannot be one says nothing else', () => {
    expect(addressQuality('not an address')).toEqual({
      valid: false,
      normalised: null,
      suggestion: null,
      disposable: false,
      role: false,
      free: false,
      company_domain: null,
    });
  });

  it('of a known provider is never taken for a slip, and a swap in one always is', () => {
    for (const domain of FREE_MAIL) expect(addressQuality(`ada@${domain}`).suggestion).toBeNull();
    const long = [...FREE_MAIL].filter((domain) => domain.length >= 11 && domain.endsWith('.com'));
    fc.assert(
      fc.property(fc.constantFrom(...long), fc.integer({ min: 1, max: 5 }), (domain, at) => {
        const swapped = domain.slice(0, at) + domain[at + 1] + domain[at] + domain.slice(at + 2);
        if (FREE_MAIL.has(swapped)) return;
        expect(addressQuality(`ada@${swapped}`).suggestion).not.toBeNull();
      }),
    );
  });
});

describe('slips between two words', () => {
  it('are none in the same word, one for a swap, and as many from either side', () => {
    expect(slipsBetween('gmial', 'gmail')).toBe(1);
    expect(slipsBetween('', 'abc')).toBe(3);
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 }), (one, other) => {
        expect(slipsBetween(one, one)).toBe(0);
        expect(slipsBetween(one, other)).toBe(slipsBetween(other, one));
        expect(slipsBetween(one, other)).toBeLessThanOrEqual(Math.max(one.length, other.length));
      }),
    );
  });
});

describe('what speaks against an address', () => {
  it.each([
    ['ada@acme.com', [], 'good'],
    ['ada@gamil.com', ['typo'], 'doubtful'],
    ['Info+x@acme.com', ['role'], 'doubtful'],
    ['x@mailinator.com', ['disposable'], 'bad'],
    ['info@mailinator.com', ['disposable', 'role'], 'bad'],
    ['info@gamil.com', ['typo', 'role'], 'doubtful'],
    // Somebody has made a throw-away service of the slip.
    ['ada@gmial.com', ['typo', 'disposable'], 'bad'],
  ])('of %s is %j, so that it is %s', (address, issues, quality) => {
    expect(findingsOf(address).email_issues).toEqual(issues);
    expect(qualityOf(findingsOf(address).email_issues)).toBe(quality);
  });

  it('is not known while nobody has looked, and is worst where no mail gets there', () => {
    expect(qualityOf(null)).toBeNull();
    expect(qualityOf(['no_mail'])).toBe('bad');
  });
});
