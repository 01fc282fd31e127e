import fc from 'fast-check';
import { Focus } from './assistant.forms.js';
import { answerByRule, focusByRule, priorityItems } from './focus-rules.js';

const STATUSES = ['draft', 'scheduled', 'active', 'paused', 'completed', 'cancelled', 'archived'] as const;
type Status = (typeof STATUSES)[number];
const campaign = (name: string, status: Status, budget_allocated = 0) => ({ name, status, budget_allocated });
const LEADS = { total_leads: 12, new_leads: 3 };
const campaigns = fc.array(
  fc.record({
    name: fc.string({ minLength: 1, maxLength: 200 }),
    status: fc.constantFrom(...STATUSES),
    budget_allocated: fc.integer({ min: 0, max: 1e9 }),
  }),
);

describe('what comes first', () => {
  it('is the two running campaigns with the largest budgets', () => {
    const items = priorityItems([
      campaign('Small', 'active', 10),
      campaign('Over', 'completed', 900),
      campaign('Large', 'active', 500),
      campaign('Free', 'active'),
    ]);
    expect(items.map((item) => item.campaign)).toEqual(['Large', 'Small']);
    expect(items[0]?.impact).toContain('500');
  });

  it('is nothing where nothing runs', () => {
    expect(priorityItems([campaign('Draft', 'draft', 10)])).toEqual([]);
  });

  it('leaves the campaigns in their order', () => {
    const given = [campaign('A', 'active', 1), campaign('B', 'active', 2)];
    priorityItems(given);
    expect(given.map(({ name }) => name)).toEqual(['A', 'B']);
  });
});

describe('today by rules', () => {
  it.each([
    ['runs', [campaign('Spring', 'active')], /1 of 1 campaigns are running/, 'Check the results of “Spring”'],
    ['is a draft', [campaign('Spring', 'draft')], /1 are drafts, “Spring”/, 'Launch “Spring”'],
    ['rests', [campaign('Spring', 'paused')], /^No campaign is running\./, 'Create the next campaign'],
    ['is there', [], /^There is no campaign yet\./, 'Create your first campaign'],
  ] as const)('says what to do where a campaign or none %s', (_, given, summary, action) => {
    const focus = focusByRule(given, LEADS);
    expect(focus.focus_summary).toMatch(summary);
    expect(focus.focus_summary).toContain('12 leads are known, 3 of them new.');
    expect(focus.recommended_actions[0]).toContain(action);
  });

  it('counts one lead as one', () => {
    expect(focusByRule([], { total_leads: 1, new_leads: 1 }).focus_summary).toContain('1 lead is known');
    expect(focusByRule([], { total_leads: 0, new_leads: 0 }).focus_summary).toContain('no leads yet');
  });

  it('has the form of what a model would say, with five actions', () => {
    fc.assert(
      fc.property(campaigns, (given) => {
        const focus = focusByRule(given, LEADS);
        expect(Focus.parse(focus)).toEqual(focus);
        expect(focus.recommended_actions).toHaveLength(5);
      }),
    );
  });
});

describe('an answer by rules', () => {
  it.each([
    ['How do my campaigns perform?', /analyze_performance/],
    ['Can I improve them?', /optimize_campaign/],
    ['What is new?', /No AI provider/],
    ['', /No AI provider/],
  ])('to "%s" counts, and says who can tell more', (query, says) => {
    const { explanation, actions } = answerByRule(query, [campaign('A', 'active'), campaign('B', 'draft')]);
    expect(explanation).toMatch(/^You have 2 campaigns, 1 of them running\./);
    expect(explanation).toMatch(says);
    expect(actions).toHaveLength(4);
  });
});
