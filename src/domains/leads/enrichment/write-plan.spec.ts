import fc from 'fast-check';
import type { CustomField } from '../fields/custom-value.js';
import type { Lead, LeadWriter } from '../lead.answers.dto.js';
import type { FoundField } from './enrichment-provider.js';
import { INSIGHT_KEYS, planInsights, planWrite, SAID_BY } from './write-plan.js';

const AT = '2026-11-28T08:00:00.000Z';
const PLAN: CustomField = { key: 'plan', type: 'number', options: [], required: false };

const lead = (fields: Partial<Lead> = {}): Lead =>
  ({
    id: 'x',
    origin: 'person',
    field_sources: {},
    custom_fields: {},
    enriched_data: null,
    ...fields,
  }) as Lead;
const found = (field: string, value: unknown, confidence = 0.5): FoundField => ({
  field,
  value,
  confidence,
  source: 'somewhere',
});
const plan = (of: Lead, ...fields: FoundField[]) =>
  planWrite(of, { provider: 'rest', fields, at: AT }, [PLAN]);
const saidBy = (by: LeadWriter) => ({ company: { by, at: AT } });

describe('what a provider says of a lead', () => {
  it.each<[LeadWriter, string]>([
    ['person', 'by_person'],
    ['import', 'by_import'],
    ['form', 'by_form'],
    ['agent', 'by_agent'],
  ])('never replaces what was said by %s', (by, because) => {
    const said = found('company', 'Looms');
    for (const known of [
      lead({ company: 'Engines', origin: by }),
      lead({ company: 'Engines', origin: 'provider', field_sources: saidBy(by) }),
    ])
      expect(plan(known, said)).toMatchObject({
        columns: {},
        written: [],
        kept: [{ field: 'company', because }],
      });
  });

  it('replaces what a provider had said that was no surer', () => {
    const before = (provider: string, confidence: number) =>
      lead({
        company: 'Engines',
        field_sources: saidBy('provider'),
        enriched_data: { [SAID_BY]: { company: { provider, confidence, source: '', at: AT } } },
      });
    expect(plan(before('other', 0.5), found('company', 'Looms')).columns).toEqual({ company: 'Looms' });
    expect(plan(before('other', 0.6), found('company', 'Looms')).kept).toEqual([
      { field: 'company', because: 'surer' },
    ]);
    expect(plan(before('rest', 0.9), found('company', 'Looms')).columns).toEqual({ company: 'Looms' });
  });

  it.each<[unknown, string | undefined]>([
    [7, '1-10'],
    ['11-50', '11-50'],
    ['51 – 200', '51-200'],
    ['1,000+', '1000+'],
    ['5000', '1000+'],
    ['enterprise', '1000+'],
    ['many', undefined],
    [0, undefined],
  ])('has the size of a company in our ranges: %j', (value, size) => {
    expect(plan(lead(), found('company_size', value)).columns['company_size']).toBe(size);
  });

  it('goes into a custom field of its type, where one is defined', () => {
    const written = plan(
      lead(),
      found('custom.plan', 3),
      found('custom.plan', 'x'),
      found('custom.other', 1),
    );
    expect(written).toMatchObject({
      customFields: { plan: 3 },
      kept: [
        { field: 'custom.plan', because: 'unfit' },
        { field: 'custom.other', because: 'undefined' },
      ],
    });
  });

  it.each(['email', 'status', 'lead_score', 'consent', 'tags', SAID_BY, ...INSIGHT_KEYS, '__proto__', 'A b'])(
    'is not taken for %s',
    (field) => {
      expect(plan(lead(), found(field, 'x'))).toMatchObject({
        columns: {},
        data: {},
        kept: [{ field, because: 'unfit' }],
      });
    },
  );

  it('leaves nothing but texts, numbers and lists, whatever it is', () => {
    fc.assert(
      fc.property(fc.string(), fc.anything(), (field, value) => {
        const { columns, data, written } = plan(lead(), found(field, value));
        for (const name of written) expect(name === field).toBe(true);
        expect(() => JSON.stringify([columns, data])).not.toThrow();
        expect(JSON.stringify([columns, data])).not.toContain('\\u0000');
      }),
    );
  });
});

describe('what a model makes of a lead', () => {
  it('replaces what it made before, and touches no fact', () => {
    const known = lead({
      enriched_data: { ai_insights: ['old'], talking_points: ['same'], company_domain: 'a.test' },
    });
    const fields = [
      found('ai_insights', ['new']),
      found('talking_points', ['same']),
      found('company_domain', 'b.test'),
    ];
    expect(planInsights(known, fields, { source: 'ai_analysis', at: AT })).toEqual({
      columns: {},
      customFields: {},
      data: { ai_insights: ['new'], enriched_at: AT, enrichment_source: 'ai_analysis' },
      written: ['ai_insights'],
      kept: [
        { field: 'talking_points', because: 'same' },
        { field: 'company_domain', because: 'unfit' },
      ],
    });
  });
});
