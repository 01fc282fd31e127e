import { type Arm, type Posterior, posteriorsOf } from './posterior.js';

/** When a variant counts as the winner. */
export interface WinnerRules {
  /** Mails that every variant must have had delivered. */
  readonly minimumSample: number;
  /** How probable it must be that no other is better, 0 to 1. */
  readonly threshold: number;
  /** What choosing it may give away on average, 0 to 1. */
  readonly lossAtMost: number;
}

/** What holds where an experiment says nothing else. Variants that are alike have a winner in at most 5 of 100 tests. */
export const WINNER_DEFAULTS = { minimumSample: 100, threshold: 0.975, lossAtMost: 0.005 } as const;

export interface ExperimentVerdict {
  readonly posteriors: readonly Posterior[];
  /** The place of the winner; null when there is none. */
  readonly winner: number | null;
  readonly reason: 'clear_winner' | 'sample_too_small' | 'no_clear_winner';
}

/**
 * What a test says at its end. It is asked once, when its time is over: who looks again and again and stops at the first
 * winner finds one among equals far more often than the threshold says.
 */
export function verdictOf(arms: readonly Arm[], rules: WinnerRules): ExperimentVerdict {
  const posteriors = posteriorsOf(arms);
  if (arms.some(({ trials }) => trials < rules.minimumSample))
    return { posteriors, winner: null, reason: 'sample_too_small' };
  const winner = posteriors.findIndex(
    ({ probabilityBest, expectedLoss }) =>
      probabilityBest >= rules.threshold && expectedLoss <= rules.lossAtMost,
  );
  return winner < 0
    ? { posteriors, winner: null, reason: 'no_clear_winner' }
    : { posteriors, winner, reason: 'clear_winner' };
}
