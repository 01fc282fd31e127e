import { defineError } from '#kernel/errors';

export const TopicNotFound = defineError('email/topic-not-found', 'not-found', (id: string) => {
  return `Topic ${id} does not exist.`;
});
export const TooManyTopics = defineError('email/too-many-topics', 'conflict', (most: number) => {
  return `There can be at most ${most} topics.`;
});
