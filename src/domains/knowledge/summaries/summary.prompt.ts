import { definePrompt } from '#platform/ai/prompt/define-prompt';

export const SUMMARISE_DOCUMENT = definePrompt({
  name: 'knowledge.summary',
  version: 1,
  instructions: () =>
    'You summarise a document of a marketing team for its colleagues, in its own language, in at most five plain sentences: what ' +
    'it is, what it is about and what it settles. Say nothing that does not stand in it.',
});
