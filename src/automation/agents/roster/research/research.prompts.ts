import { definePrompt } from '#platform/ai/prompt/define-prompt';

export const ANALYSE_TOPIC = definePrompt<{ sources: boolean }>({
  name: 'research.analyse',
  version: 1,
  instructions: ({ sources }) =>
    'You research one topic for a marketing team: three to six insights and three to five recommendations, each one or two plain ' +
    'sentences. ' +
    (sources
      ? 'Numbered sources follow. Name with each statement the numbers of the sources it leans on; a statement that leans on none ' +
        'is general knowledge and says so by naming none. Claim nothing that a source does not say as if it did.'
      : 'There are no sources: say only what is common knowledge, give no figures, and name no source.'),
});
