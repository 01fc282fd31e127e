import fc from 'fast-check';
import { mayBecome, mayChange, PROPOSAL_STATUSES, type ProposalStatus } from './proposal-state.js';

const status = fc.constantFrom(...PROPOSAL_STATUSES);

describe('the states of a proposal', () => {
  it('are these and no others, and each goes where it may', () => {
    const ways = PROPOSAL_STATUSES.flatMap((from) =>
      PROPOSAL_STATUSES.filter((to) => mayBecome(from, to)).map((to) => `${from} > ${to}`),
    );
    expect(ways).toEqual([
      'draft > sent',
      'draft > archived',
      'sent > draft',
      'sent > accepted',
      'sent > rejected',
      'sent > archived',
      'accepted > archived',
      'rejected > draft',
      'rejected > archived',
    ]);
  });

  it('never lead from an acceptance back to where it could be changed', () => {
    fc.assert(
      fc.property(fc.array(status, { maxLength: 12 }), (wishes) => {
        let now: ProposalStatus = 'accepted';
        for (const wish of wishes) if (mayBecome(now, wish)) now = wish;
        expect(mayChange(now)).toBe(false);
      }),
    );
  });
});
