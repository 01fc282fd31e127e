import fc from 'fast-check';
import type { CampaignTally } from '#domains/campaigns/sums/campaign-sums.repository';
import { Focus } from './assistant.forms.js';
import { answerByRule, focusByRule, priorityItems } from './focus-rules.js';

const tally = (more: Partial<CampaignTally> = {}): CampaignTally => {
  return { total: 0, by_status: {}, largest_running: [], newest_draft: null, ...more };
};
const RUNNING = { name: 'Spring', budget_allocated: 500 };
const LEADS = { total_leads: 12, new_leads: 3 };
const count = fc.nat({ max: 1e6 });
const name = fc.string({ minLength: 1, maxLength: 200 });
const tallies: fc.Arbitrary<CampaignTally> = fc.record({
  total: count,
  by_status: fc.record({ active: count, draft: count }, { requiredKeys: [] }),
  largest_running: fc.array(fc.record({ name, budget_allocated: fc.option(fc.nat()) }), { maxLength: 2 }),
  newest_draft: fc.option(name),
});

describe('what comes first', () => {
  it('is what runs with the largest budgets, and what depends on it', () => {
    const free = { name: 'Free', budget_allocated: null };
    const items = priorityItems(tally({ largest_running: [RUNNING, free] }));
    expect(items.map(({ campaign, impact }) => [campaign, impact])).toEqual([
      ['Spring', 'A budget of 500 depends on it'],
      ['Free', 'It is running now'],
    ]);
  });

  it('is nothing where nothing runs', () => {
    expect(priorityItems(tally({ total: 1, newest_draft: 'Draft' }))).toEqual([]);
  });
});

describe('today by rules', () => {
  it.each([
    [
      'runs',
      { total: 1, by_status: { active: 1 }, largest_running: [RUNNING] },
      /1 of 1 campaigns are running/,
      'Check the results of “Spring”',
    ],
    [
      'is a draft',
      { total: 1, by_status: { draft: 1 }, newest_draft: 'Spring' },
      /1 are drafts, “Spring”/,
      'Launch “Spring”',
    ],
    [
      'rests',
      { total: 1, by_status: { paused: 1 } },
      /^No campaign is running\./,
      'Create the next campaign',
    ],
    ['is there', {}, /^There is no campaign yet\./, 'Create your first campaign'],
  ] as const)('says what to do where a campaign or none %s', (_, given, summary, action) => {
    const focus = focusByRule(tally(given), LEADS);
    expect(focus.focus_summary).toMatch(summary);
    expect(focus.focus_summary).toContain('12 leads are known, 3 of them new.');
    expect(focus.recommended_actions[0]).toContain(action);
  });

  it('counts one lead as one', () => {
    expect(focusByRule(tally(), { total_leads: 1, new_leads: 1 }).focus_summary).toContain('1 lead is known');
    expect(focusByRule(tally(), { total_leads: 0, new_leads: 0 }).focus_summary).toContain('no leads yet');
  });

  it('has the form of what a model would say, with five actions', () => {
    fc.assert(
      fc.property(tallies, (given) => {
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
    const { explanation, actions } = answerByRule(
      query,
      tally({ total: 2, by_status: { active: 1, draft: 1 } }),
    );
    expect(explanation).toMatch(/^You have 2 campaigns, 1 of them running\./);
    expect(explanation).toMatch(says);
    expect(actions).toHaveLength(4);
  });
});
