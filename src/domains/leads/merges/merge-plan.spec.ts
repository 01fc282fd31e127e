import fc from 'fast-check';
import type { Lead } from '../lead.answers.dto.js';
import { likeness, patternsFor } from './likeness.js';
import { planMerge } from './merge-plan.js';
import { undoingOf } from './merge-undoing.js';

const AT = '2026-01-01T00:00:00Z';
const lead = (id: string, more: Partial<Lead> = {}): Lead =>
  ({
    id,
    first_name: null,
    last_name: null,
    email: null,
    email_issues: null,
    email_suggestion: null,
    phone: null,
    phone_norm: null,
    company: null,
    notes: null,
    tags: [],
    consent: 'unknown',
    custom_fields: {},
    metadata: {},
    enriched_data: null,
    form_id: null,
    campaign_id: null,
    last_activity_at: null,
    origin: 'person',
    field_sources: {},
    created_at: AT,
    updated_at: AT,
    ...more,
    name: [more.first_name, more.last_name].filter(Boolean).join(' ') || null,
  }) as Lead;

const reasons = (...leads: [Lead, ...Lead[]]) =>
  Object.fromEntries(
    planMerge(leads[0], leads.slice(1)).fields.map(({ field, from_lead_id, reason }) => [
      field,
      [from_lead_id, reason],
    ]),
  );

describe('one lead out of several', () => {
  it('keeps what it has and takes what it lacks from the one that was changed last', () => {
    const into = lead('a', { company: 'A' });
    const old = lead('b', { company: 'B', job_title: 'Old', updated_at: '2026-01-02T00:00:00Z' });
    const fresh = lead('c', { job_title: 'New', updated_at: '2026-01-03T00:00:00Z', origin: 'import' });
    expect(reasons(into, old, fresh)).toEqual({ company: ['a', 'kept'], job_title: ['b', 'by_hand'] });
    const bought = lead('b', { job_title: 'Old', origin: 'provider' });
    expect(reasons(into, bought, fresh)).toEqual({ company: ['a', 'kept'], job_title: ['c', 'newest'] });
  });

  it('prefers what a person has entered, and then says who had said it', () => {
    const into = lead('a', { origin: 'import', company: 'File', custom_fields: { plan: 'x' } });
    const said = { by: 'person' as const, at: '2026-02-01T00:00:00Z' };
    const other = lead('b', {
      origin: 'form',
      company: 'Hand',
      custom_fields: { plan: 'y' },
      field_sources: { company: said, 'custom.plan': said },
    });
    const { columns } = planMerge(into, [other]);
    expect(columns).toEqual({
      company: 'Hand',
      custom_fields: { plan: 'y' },
      field_sources: { company: said, 'custom.plan': said },
    });
  });

  it('takes what was chosen, also nothing; a name is taken whole', () => {
    const into = lead('a', { first_name: 'Ada', company: 'A' });
    const other = lead('b', { first_name: 'A.', last_name: 'Lovelace' });
    const { columns } = planMerge(into, [other], { name: 'b', company: 'b' });
    expect(columns).toMatchObject({ first_name: 'A.', last_name: 'Lovelace', company: null });
  });

  it('has the tags and notes of all', () => {
    const { columns } = planMerge(lead('a', { tags: ['x'], notes: 'one' }), [
      lead('b', { tags: ['y', 'x'], notes: 'two' }),
      lead('c', { notes: 'one' }),
    ]);
    expect(columns).toMatchObject({ tags: ['x', 'y'], notes: 'one\n\ntwo' });
  });

  it('may be written to only where its own address may, and never when one of them said no', () => {
    const consent = (into: Partial<Lead>, other: Partial<Lead>, choose = {}) => {
      const plan = planMerge(lead('a', into), [lead('b', other)], choose);
      return plan.columns['consent'] ?? into.consent ?? 'unknown';
    };
    const [a, b] = [{ email: 'a@example.com' }, { email: 'b@example.com' }];
    expect(consent(a, { ...b, consent: 'granted' })).toBe('unknown');
    expect(consent(a, { ...b, consent: 'granted' }, { email: 'b' })).toBe('granted');
    expect(consent({}, { ...b, consent: 'granted' })).toBe('granted');
    expect(consent({ ...a, consent: 'granted' }, { ...b, consent: 'withdrawn' })).toBe('withdrawn');
    expect(consent({ ...a, consent: 'granted' }, b, { email: 'b' })).toBe('unknown');
  });

  it('is what it was before once that is undone, whatever they were', () => {
    const text = fc.option(fc.constantFrom('x', 'y', ''));
    const some = fc.record({
      company: text,
      first_name: text,
      email: text,
      notes: text,
      origin: fc.constantFrom('person', 'import'),
      consent: fc.constantFrom('granted', 'unknown', 'withdrawn'),
      tags: fc.uniqueArray(fc.constantFrom('a', 'b', 'c')),
      custom_fields: fc.dictionary(fc.constantFrom('k', 'l'), fc.constantFrom('1', '2')),
      updated_at: fc.constantFrom(AT, '2026-03-01T00:00:00Z'),
    });
    fc.assert(
      fc.property(some, fc.array(some, { minLength: 1, maxLength: 3 }), (first, rest) => {
        const into = lead('a', first as Partial<Lead>);
        const { columns } = planMerge(
          into,
          rest.map((more, at) => lead(`b${at}`, more as Partial<Lead>)),
        );
        const before = Object.fromEntries(Object.keys(columns).map((key) => [key, into[key as keyof Lead]]));
        const merged = { ...into, ...columns } as Lead;
        expect({ ...merged, ...undoingOf(merged, before, columns) }).toEqual(into);
      }),
    );
  });

  it('keeps what was changed since when it is undone', () => {
    const into = lead('a', { company: 'A', tags: ['x'], custom_fields: { k: 1 } });
    const { columns } = planMerge(into, [
      lead('b', { job_title: 'CEO', industry: 'Retail', tags: ['y'], custom_fields: { l: 2, m: 3 } }),
    ]);
    const before = Object.fromEntries(Object.keys(columns).map((key) => [key, into[key as keyof Lead]]));
    const now = {
      ...into,
      ...columns,
      job_title: 'CTO',
      tags: ['x', 'y', 'z'],
      custom_fields: { k: 1, l: 9, m: 3 },
    } as Lead;
    const undone = undoingOf(now, before, columns);
    expect(undone).toMatchObject({ industry: null, tags: ['x', 'z'], custom_fields: { k: 1, l: 9 } });
    expect(undone).not.toHaveProperty('job_title');
  });
});

describe('two leads', () => {
  it('may be one person for their number, name, company and mailbox', () => {
    const one = lead('a', {
      first_name: 'Ada',
      last_name: 'L',
      email: 'ada.l@x.example',
      phone_norm: '+4930',
      company: 'AE',
    });
    const other = lead('b', {
      first_name: 'ada',
      last_name: 'l',
      email: 'Ada.L+x@y.example',
      phone_norm: '+4930',
      company: 'ae',
    });
    expect(likeness(one, other)).toEqual(['same_phone', 'same_name_and_company', 'same_mailbox']);
    expect(likeness(one, { ...other, company: 'B', phone_norm: null, email: null })).toEqual(['same_name']);
    expect(
      likeness(lead('a', { email: 'sales@x.example' }), lead('b', { email: 'sales@y.example' })),
    ).toEqual([]);
    expect(likeness(lead('a', { first_name: 'Ada' }), lead('b', { first_name: 'Ada' }))).toEqual([]);
  });

  it('are looked for by patterns that mean what they say', () => {
    expect(patternsFor(lead('a', { first_name: '100%', last_name: '_x', email: 'ada_l@x.example' }))).toEqual(
      ['%100\\% \\_x%', '%ada\\_l%@%'],
    );
    expect(patternsFor(lead('a', { email: 'info@x.example' }))).toEqual([]);
  });
});
