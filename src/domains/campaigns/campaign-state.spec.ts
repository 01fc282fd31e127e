import fc from 'fast-check';
import { CAMPAIGN_STATUSES, launchProblems, mayBecome } from './campaign-state.js';

const status = fc.constantFrom(...CAMPAIGN_STATUSES);

describe('the states of a campaign', () => {
  it('lead back to a draft only what never began, or failed to, and never out of the archive', () => {
    fc.assert(
      fc.property(status, (from) => {
        expect(mayBecome(from, 'draft')).toBe(from === 'scheduled' || from === 'failed');
        expect(mayBecome('archived', from)).toBe(false);
      }),
    );
  });

  it('let everything be archived once, and nothing become what it is', () => {
    for (const from of CAMPAIGN_STATUSES) {
      expect(mayBecome(from, from)).toBe(false);
      expect(mayBecome(from, 'archived')).toBe(from !== 'archived');
    }
  });

  it('need a launch before a pause', () => {
    expect(mayBecome('draft', 'paused')).toBe(false);
    expect(mayBecome('draft', 'active')).toBe(true);
    expect(mayBecome('completed', 'active')).toBe(false);
  });

  it('are final, but for the archive, when a campaign was completed or cancelled', () => {
    for (const from of ['completed', 'cancelled'] as const)
      expect(CAMPAIGN_STATUSES.filter((to) => mayBecome(from, to))).toEqual(['archived']);
  });
});

describe('a campaign that is to be launched', () => {
  const sound = { name: 'Spring', channels: ['email'], end_date: null, budget_allocated: null };
  const now = new Date('2026-11-23T12:00:00Z');

  it('has no problems when nothing is missing', () => {
    expect(launchProblems(sound, now)).toEqual([]);
    expect(
      launchProblems({ ...sound, budget_allocated: 0.01, end_date: '2026-11-23T12:00:01Z' }, now),
    ).toEqual([]);
  });

  it('is told every problem at once', () => {
    const problems = launchProblems(
      { name: ' ', channels: [], end_date: '2026-11-23T11:59:59Z', budget_allocated: 0 },
      now,
    );
    expect(problems.map(({ message }) => message)).toEqual([
      'Campaign name is required',
      'At least one channel must be selected',
      'Campaign end date is in the past',
      'Campaign budget must be greater than 0',
    ]);
  });
});
