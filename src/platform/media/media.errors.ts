import { defineError } from '#kernel/errors';

export const VideoUnknown = defineError('media/video-unknown', 'not-found', () => 'There is no such video.');
