import fc from 'fast-check';
import type { Verdict } from '#domains/email/delivery/gate';
import { counted, type Judged, NOTHING_COUNTED, passedOver, scaled } from './tally.js';

const said = fc.oneof(
  fc.constant<Verdict>({ verdict: 'pass' }),
  fc.constant<Verdict>({ verdict: 'wait', reason: 'frequency_cap' }),
  fc
    .constantFrom('no_consent', 'suppressed:complaint')
    .map((reason): Verdict => ({ verdict: 'skip', reason })),
);
const verdicts: fc.Arbitrary<Judged[]> = fc.array(
  fc.record({ verdict: said, zone: fc.constantFrom('', 'Europe/Oslo', 'Asia/Tokyo') }),
  { maxLength: 50 },
);
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0);

describe('the tally of an audience', () => {
  it('counts everybody once, by whatever pages they come', () => {
    fc.assert(
      fc.property(fc.array(verdicts, { maxLength: 10 }), (pages) => {
        const tally = pages.reduce(counted, NOTHING_COUNTED);
        expect(tally).toEqual(counted(NOTHING_COUNTED, pages.flat()));
        expect(tally.mailable + sum(Object.values(tally.skipped))).toBe(tally.audience);
        expect(sum(Object.values(tally.zones))).toBe(tally.mailable);
        expect(scaled(tally)).toEqual(tally);
      }),
    );
  });

  it('takes those it has not asked about to be like the others', () => {
    const page: Judged[] = [
      ...Array<Judged>(9).fill({ verdict: { verdict: 'pass' }, zone: 'Europe/Oslo' }),
      { verdict: { verdict: 'skip', reason: 'no_consent' }, zone: '' },
    ];
    expect(scaled(passedOver(counted(NOTHING_COUNTED, page), 90))).toEqual({
      audience: 100,
      judged: 10,
      mailable: 90,
      skipped: { no_consent: 10 },
      zones: { 'Europe/Oslo': 90, '': 0 },
    });
  });

  it('adds up to the audience, however many were asked about', () => {
    fc.assert(
      fc.property(verdicts, fc.nat(100_000), (page, more) => {
        const tally = scaled(passedOver(counted(NOTHING_COUNTED, page), more));
        fc.pre(page.length > 0);
        expect(tally.mailable + sum(Object.values(tally.skipped))).toBe(tally.audience);
        expect(sum(Object.values(tally.zones))).toBe(tally.mailable);
      }),
    );
  });
});
