import { defineError } from '#kernel/errors';

export const ScoreRulesRefused = defineError(
  'leads/score-rules-refused',
  'invalid',
  (first: string) => first,
);
export const ScoreDraftNotFound = defineError(
  'leads/score-draft-not-found',
  'not-found',
  () => 'There is no draft of rules for scores.',
);
export const ScoreRunNotFound = defineError('leads/score-run-not-found', 'not-found', () => 'Run not found');
export const ScoringUnderWay = defineError(
  'leads/scoring-under-way',
  'conflict',
  () => 'All leads are being scored already; wait for that, or cancel it.',
);
export const ScoreRunOver = defineError('leads/score-run-over', 'conflict', () => 'The run is over.');
