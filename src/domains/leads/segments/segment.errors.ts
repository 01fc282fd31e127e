import { defineError } from '#kernel/errors';

export const SegmentNotFound = defineError('leads/segment-not-found', 'not-found', () => 'Segment not found');
export const SegmentNameTaken = defineError(
  'leads/segment-name-taken',
  'conflict',
  (name: string) => `There is already a segment called ${name}.`,
);
export const TooManySegments = defineError(
  'leads/too-many-segments',
  'invalid',
  () => 'At most 200 segments can be kept, 50 of them live.',
);
export const SegmentFollowsFilter = defineError(
  'leads/segment-follows-filter',
  'invalid',
  () => 'The members of a live segment are those its filter means; only a static one is changed by hand.',
);
export const SegmentFilterFixed = defineError(
  'leads/segment-filter-fixed',
  'invalid',
  () => 'A static segment has taken its members in; its filter cannot be changed.',
);
export const SegmentNeedsFilter = defineError(
  'leads/segment-needs-filter',
  'invalid',
  () => 'A live segment needs a filter.',
);
