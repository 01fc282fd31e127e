import { defineError } from '#kernel/errors';

/** Nothing was sent, so it costs nothing to ask again. */
export const VideoNotAsked = defineError(
  'media/not-asked',
  'unavailable',
  () => 'The provider of videos could not be asked.',
);
export const VideoUnknown = defineError('media/video-unknown', 'not-found', () => 'There is no such video.');
