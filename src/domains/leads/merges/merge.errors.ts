import { defineError } from '#kernel/errors';

export const MergeOfItself = defineError(
  'leads/merge-of-itself',
  'invalid',
  () => 'A lead cannot be merged into itself.',
);
export const MergeChoiceInvalid = defineError(
  'leads/merge-choice-invalid',
  'invalid',
  (field: string) => `What is chosen for ${field} is not the value of one of these leads.`,
);
export const MergeNotFound = defineError('leads/merge-not-found', 'not-found', () => 'Merge not found');
export const MergeAlreadyUndone = defineError(
  'leads/merge-already-undone',
  'conflict',
  () => 'This merge has been undone before.',
);
export const MergeNotLatest = defineError(
  'leads/merge-not-latest',
  'conflict',
  () => 'Another merge into the same lead came later. Undo that one first.',
);
export const MergedLeadGone = defineError(
  'leads/merged-lead-gone',
  'conflict',
  () => 'The lead that had stayed has been deleted or merged itself. Bring it back first.',
);
