import fc from 'fast-check';
import type { Lead } from '../lead.answers.dto.js';
import { changesOf, consentBefore, isSame, movesTo } from './merge-rules.js';

const LEAD = {
  id: '1',
  first_name: 'Ada',
  last_name: null,
  phone: null,
  country: 'Germany',
  company: '',
  email: 'ada@example.com',
  external_id: null,
  status: 'qualified',
  lead_score: 0,
  tags: ['vip'],
  consent: 'unknown',
  custom_fields: { plan: 'pro', seats: null },
  origin: 'provider',
  field_sources: {},
} as unknown as Lead;
const of = (lead: Partial<Lead>): Lead => ({ ...LEAD, ...lead });

describe('a known lead', () => {
  it('takes every value that is named; null clears', () => {
    expect(changesOf(LEAD, { first_name: null, company: 'ACME', status: 'new' }, 'update')).toEqual({
      first_name: null,
      company: 'ACME',
      status: 'new',
    });
  });

  it('takes only what it lacks when it is filled; its status and score are never lacking', () => {
    const said = { first_name: 'Eve', company: 'ACME', status: 'new', lead_score: 9, last_name: 'L' };
    expect(changesOf(LEAD, said, 'fill')).toEqual({ company: 'ACME', last_name: 'L' });
  });

  it('gets tags and loses none', () => {
    expect(changesOf(LEAD, { tags: ['new', 'vip'] }, 'update')).toEqual({ tags: ['vip', 'new'] });
    expect(changesOf(LEAD, { tags: [] }, 'update')).toEqual({});
  });

  it('has its custom fields told one by one; null takes one away, and filling replaces none', () => {
    const custom_fields = { seats: 3, plan: 'basic', other: true };
    expect(changesOf(LEAD, { custom_fields }, 'update')).toEqual({
      custom_fields: { seats: 3, plan: 'basic', other: true },
    });
    expect(changesOf(LEAD, { custom_fields }, 'fill')).toEqual({
      custom_fields: { seats: 3, plan: 'pro', other: true },
    });
    expect(changesOf(LEAD, { custom_fields: { plan: null } }, 'update')).toEqual({
      custom_fields: { seats: null },
    });
  });

  it('keeps consent withdrawn, and is only granted it where nothing was known', () => {
    const said = (consent: string, before: Lead['consent']) =>
      changesOf(of({ consent: before }), { consent }, 'update');
    expect(said('granted', 'unknown')).toEqual({ consent: 'granted' });
    expect(said('granted', 'withdrawn')).toEqual({});
    expect(said('withdrawn', 'granted')).toEqual({ consent: 'withdrawn' });
    expect(said('unknown', 'granted')).toEqual({});
  });

  it('gives consent with the address it has, and with another one where that is proven', () => {
    expect(consentBefore('granted', false, false)).toBe('granted');
    expect(consentBefore('granted', true, false)).toBe('unknown');
    expect(consentBefore('granted', true, true)).toBe('granted');
    expect(consentBefore('withdrawn', true, true)).toBe('withdrawn');
    expect(consentBefore('unknown', true, true)).toBe('unknown');
    const granted = of({ consent: 'granted' });
    const said = { email: 'eve@example.com', email_norm: 'eve@example.com' };
    expect(changesOf(granted, said, 'update', 'unknown')).toEqual({ ...said, consent: 'unknown' });
    expect(changesOf(granted, { ...said, consent: 'granted' }, 'update', 'unknown')).toEqual(said);
    expect(changesOf(granted, { ...said, consent: 'withdrawn' }, 'update', 'unknown')['consent']).toBe(
      'withdrawn',
    );
  });

  it('moves to another address where that is really written', () => {
    const to = (said: object, lead: Partial<Lead> = {}) =>
      movesTo(of(lead), said as Record<string, unknown>, 'update', 'provider');
    const eve = { email_norm: 'eve@example.com' };
    expect(to(eve)).toBe('eve@example.com');
    expect(to({ email_norm: 'ada@example.com' }, { email: ' ADA@example.com' })).toBeUndefined();
    expect(to({})).toBeUndefined();
    expect(to(eve, { email: null })).toBeUndefined();
    expect(to(eve, { origin: 'person' })).toBeUndefined();
    expect(movesTo(of({ origin: 'person' }), eve, 'update', 'person')).toBe('eve@example.com');
    expect(movesTo(LEAD, eve, 'fill', 'provider')).toBeUndefined();
    expect(movesTo(LEAD, eve, 'skip', 'provider')).toBeUndefined();
  });

  it('has its number written anew with the number or the country', () => {
    expect(changesOf(LEAD, { phone: '030 123456', phone_norm: null }, 'fill')).toEqual({
      phone: '030 123456',
      phone_norm: '+4930123456',
    });
    const known = of({ phone: '030 123456' });
    expect(changesOf(known, { country: 'France', phone_norm: null }, 'update')).toEqual({
      country: 'France',
      phone_norm: null,
    });
  });

  it('does not change when the same is said again, in whatever way the same was brought in', () => {
    const said = fc.record(
      {
        first_name: fc.option(fc.string()),
        company: fc.option(fc.string()),
        tags: fc.uniqueArray(fc.string({ minLength: 1 })),
        custom_fields: fc.dictionary(fc.constantFrom('plan', 'seats', 'x'), fc.jsonValue()),
        consent: fc.constantFrom('granted', 'unknown', 'withdrawn'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(said, fc.constantFrom('update' as const, 'fill' as const), (values, onMatch) => {
        const after = of(changesOf(LEAD, values, onMatch) as Partial<Lead>);
        expect(changesOf(after, values, onMatch)).toEqual({});
      }),
    );
  });
});

it('values are the same in whatever order their keys stand', () => {
  expect(isSame({ a: 1, b: { c: 2, d: 3 } }, { b: { d: 3, c: 2 }, a: 1 })).toBe(true);
  expect(isSame([1, 2], [2, 1])).toBe(false);
  expect(isSame(undefined, null)).toBe(true);
});
