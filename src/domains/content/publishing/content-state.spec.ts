import fc from 'fast-check';
import {
  CONTENT_STATUSES,
  isEditable,
  mayBecome,
  statusAfterEdit,
  statusOf,
  statusSpellings,
} from './content-state.js';

const status = fc.constantFrom(...CONTENT_STATUSES);

describe('the statuses of content', () => {
  it('lead from the draft to the archive, each over the one before', () => {
    for (const [at, from] of CONTENT_STATUSES.entries())
      expect(CONTENT_STATUSES.slice(at + 1).filter((to) => mayBecome(from, to))).toEqual(
        from === 'approved' ? ['scheduled', 'published'] : CONTENT_STATUSES.slice(at + 1, at + 2),
      );
  });

  it('never lead out of the archive, nor back from what has been published', () => {
    fc.assert(
      fc.property(status, (to) => {
        expect(mayBecome('archived', to)).toBe(false);
        expect(mayBecome('published', to)).toBe(to === 'archived');
        expect(mayBecome(to, to)).toBe(false);
      }),
    );
  });

  it('are never agreed to after an edit', () => {
    expect(CONTENT_STATUSES.map(statusAfterEdit)).toEqual([
      'draft',
      'review',
      'draft',
      'draft',
      'published',
      'archived',
    ]);
    expect(CONTENT_STATUSES.filter((one) => !isEditable(one))).toEqual(['published', 'archived']);
  });

  it('are found again from every text they are stored by', () => {
    for (const one of CONTENT_STATUSES)
      for (const spelling of statusSpellings(one)) expect(statusOf(spelling)).toBe(one);
    expect(statusOf('pending_review')).toBe('review');
    expect(statusOf('constructor')).toBe('draft');
  });
});
