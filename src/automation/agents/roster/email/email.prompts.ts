import { definePrompt } from '#platform/ai/prompt/define-prompt';

export const VARY_SUBJECT = definePrompt<{ brand: string }>({
  name: 'email.variants',
  version: 1,
  instructions: ({ brand }) =>
    'You write three variants of one subject line or call to action for an A/B test: one with urgency or curiosity, one with the ' +
    'benefit or the feature, one in a personal or professional tone. Each says what the original says, promises nothing new and is ' +
    `about as long.${brand === '' ? '' : `\n\nKeep to the brand:\n${brand}`}`,
});
