import fc from 'fast-check';
import { z } from 'zod';
import { toMinor } from '../money/currency.js';
import { BUILT_IN_TEMPLATES, builtInTemplate } from '../templates/built-in-templates.js';
import { sectionsOf, type TemplateDefinition, writtenSections } from '../templates/template-definition.js';
import { fallbackTexts } from './fallback-texts.js';
import { PROJECT_PRICES, pricingPlan, TRADE_PRICES } from './pricing-plan.js';
import { draftOf } from './proposal-draft.js';
import { toProposalRequest } from './proposal-request.js';
import { proposalTextsShape } from './proposal-texts.js';
import { timelinePlan } from './timeline-plan.js';

const sum = (numbers: readonly number[]) => numbers.reduce((all, number) => all + number, 0);

const requestFor = (template_type: string) =>
  toProposalRequest({
    template_type,
    client_info: { company_name: 'Harbour Bakery', contact_name: 'Ada', industry: 'Food' },
    project_details: {
      description: 'More customers for two shops.',
      scope: 'Web only.',
      features: ['Orders'],
    },
    call_transcript:
      'Ada: We need a shop that works on phones. We agreed to start small. Our budget is $8,000.',
  });

describe.each(BUILT_IN_TEMPLATES)('the template $id', (template: TemplateDefinition) => {
  const request = requestFor(template.id);
  const draft = draftOf(request, template, fallbackTexts(request, template).texts);

  it('has each of its sections in the content, none of them blank, beside those every proposal has', () => {
    const wanted = ['executive_summary', 'client_overview', 'proposed_services', ...template.sections];
    expect(Object.keys(draft.content).toSorted()).toEqual([...new Set(wanted)].toSorted());
    for (const text of Object.values(draft.content)) expect(text.trim()).not.toBe('');
  });

  it('shows its sections in their order, and never leaves out summary or services', () => {
    const shown = draft.sections.map(({ id }) => id);
    expect(shown.filter((id) => template.sections.includes(id))).toEqual(template.sections);
    expect(shown).toContain('executive_summary');
    expect(shown.some((id) => id === 'services' || id === 'proposed_services')).toBe(true);
    for (const { id } of draft.sections) expect(draft.content[id]).toBeDefined();
  });

  it('offers its default services by number', () => {
    template.default_services.forEach((service, at) =>
      expect(draft.content['proposed_services']).toContain(`${at + 1}. ${service}: `),
    );
  });

  it('asks a model for a closed form with every property required, and for nothing about money', () => {
    const schema = z.toJSONSchema(proposalTextsShape(template).type) as unknown as {
      properties: { sections: { properties: Record<string, unknown>; required?: string[] } };
      required: string[];
      additionalProperties: boolean;
    };
    expect(schema.additionalProperties).toBe(false);
    expect(schema.required).toEqual(Object.keys(schema.properties));
    const { sections } = schema.properties;
    expect(Object.keys(sections.properties)).toEqual(writtenSections(template));
    for (const id of ['pricing', 'timeline', 'terms', 'warranty_terms'])
      expect(sections.properties).not.toHaveProperty(id);
  });
});

describe('the prices of a draft', () => {
  it('divide the whole: the shares of each plan are 100 percent', () => {
    expect(sum(TRADE_PRICES.map(({ percent }) => percent))).toBe(100);
    expect(TRADE_PRICES.map(({ percent }) => percent)).toEqual([10, 40, 40, 5, 5]);
    expect(PROJECT_PRICES.map(({ percent }) => percent)).toEqual([20, 60, 15, 5]);
  });

  it('add up to the budget to the last unit, in any currency', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 10_000_000_000 }),
        fc.constantFrom('trade', 'marketing'),
        fc.constantFrom('USD', 'JPY', 'KWD'),
        (total, category, currency) => {
          const lines = pricingPlan(category, total, currency);
          expect(sum(lines.map(({ price, quantity }) => toMinor(price, currency)! * quantity))).toBe(total);
        },
      ),
    );
  });

  it('are those of the least of the budget, and refuse what the currency cannot pay', () => {
    const request = { ...requestFor('trade_services'), budget_range: { min: 999.99, max: 2_000 } };
    const template = builtInTemplate('trade_services')!;
    const { texts } = fallbackTexts(request, template);
    expect(draftOf(request, template, texts).pricing.map(({ price }) => price)).toEqual([
      100, 400, 399.99, 50, 50,
    ]);
    expect(() => draftOf({ ...request, currency: 'JPY' }, template, texts)).toThrow(
      expect.objectContaining({
        code: 'proposals/amount-invalid',
        issues: [expect.objectContaining({ path: 'budget_range.min' })],
      }),
    );
  });
});

describe('the phases of a draft', () => {
  const days = (duration: string) => {
    const [, count, unit] = /^(\d+) (day|week)s?$/.exec(duration)!;
    return Number(count) * (unit === 'week' ? 5 : 1);
  };

  it('take the weeks that were asked for, however few', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 260 }), (weeks) => {
        const phases = timelinePlan('marketing', weeks);
        expect(sum(phases.map(({ duration }) => days(duration)))).toBe(weeks * 5);
        for (const { duration, deliverables } of phases) {
          expect(days(duration)).toBeGreaterThan(0);
          expect(deliverables).toHaveLength(3);
        }
      }),
    );
  });

  it.each([
    [8, ['1 week', '5 weeks', '1 week', '1 week']],
    [4, ['1 week', '1 week', '1 week', '1 week']],
    [3, ['3 days', '6 days', '3 days', '3 days']],
    [1, ['1 day', '2 days', '1 day', '1 day']],
  ])('of %d weeks are %j', (weeks, durations) => {
    expect(timelinePlan('general', weeks).map(({ duration }) => duration)).toEqual(durations);
  });

  it('of work on site are counted in days', () => {
    expect(timelinePlan('trade', 8).map(({ duration }) => duration)).toEqual([
      '1-2 days',
      '2-3 days',
      '8 days',
      '1 day',
    ]);
    expect(timelinePlan('trade', 1)[2]?.duration).toBe('1 day');
  });
});

describe('the texts of a draft', () => {
  const template = builtInTemplate('consulting')!;
  const request = requestFor('consulting');
  const plain = fallbackTexts(request, template);

  it('without a model are the same for the same request, quote the call and say so', () => {
    expect(fallbackTexts(request, template)).toEqual(plain);
    expect(plain.texts.executive_summary).toContain('- We need a shop that works on phones.');
    expect(plain.texts.sections['proposed_solution']).toContain('- We agreed to start small.');
    expect(plain.provenance).toMatchObject({ ai: false, provider: 'offline', cost_usd: 0 });
    for (const { kind, offset } of plain.provenance.sources) {
      expect(kind).toBe('transcript');
      expect(request.call_transcript.slice(offset!)).toMatch(/^(We need|We agreed|Our budget)/);
    }
    expect(draftOf(request, template, plain.texts).content['pricing']).toContain('- Our budget is $8,000.');
  });

  it('by a model stand where they were asked for, cleaned and bounded; blank ones are filled in', () => {
    const content = draftOf(request, template, {
      ...plain.texts,
      executive_summary: ' Written\u0000 by a model.\r\n',
      client_overview: '   ',
      sections: {
        problem_analysis: 'x'.repeat(30_000),
        pricing: 'It is free.',
        __proto__: 'x',
        extra: 'more',
      },
    }).content;
    expect(content['executive_summary']).toBe('Written by a model.');
    expect(content['client_overview']).toContain('Harbour Bakery');
    expect(content['problem_analysis']).toHaveLength(20_000);
    expect(content['pricing']).not.toContain('free');
    expect(content['methodology']).toContain('four steps');
    expect(content).not.toHaveProperty('extra');
  });

  it('never offer a service that nobody asked for', () => {
    const services = [
      { name: ' strategy consulting', description: 'For\nthe bakery.' },
      { name: 'World peace', description: 'Included.' },
    ];
    const { content } = draftOf(request, template, { ...plain.texts, services });
    expect(content['proposed_services']).toBe(
      '1. Strategy Consulting: For the bakery.\n2. Process Optimization\n3. Training & Development',
    );
  });

  it('of an owner`s template say what the owner always says, and leave open what nobody knows', () => {
    const mine: TemplateDefinition = {
      ...template,
      id: 'b1b4e0a2-0000-4000-8000-000000000000',
      sections: ['about_us', 'references', 'pricing', 'constructor'],
      section_titles: { references: 'Who knows us' },
      section_texts: { about_us: 'We are Northlight.' },
    };
    const draft = draftOf(request, mine, fallbackTexts(request, mine).texts);
    expect(draft.sections.map(({ title }) => title)).toEqual([
      'Summary',
      'About us',
      'Who knows us',
      'What we will do',
      'Investment',
      'Constructor',
    ]);
    expect(draft.content['about_us']).toBe('We are Northlight.');
    expect(draft.content['references']).toBe(
      'Who knows us: we agree on this with Harbour Bakery before the work starts.',
    );
    expect(draft.content['constructor']).toContain('Harbour Bakery');
    expect(sectionsOf(mine)).toEqual(draft.sections);
  });
});
