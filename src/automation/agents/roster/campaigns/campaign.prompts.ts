import { definePrompt } from '#platform/ai/prompt/define-prompt';

export const OPTIMISE_CAMPAIGN = definePrompt<{ brand: string }>({
  name: 'campaigns.optimise',
  version: 1,
  instructions: ({ brand }) =>
    'You improve the copy of one campaign. Keep what it promises, invent no facts, prices or dates. Give a better subject line, ' +
    'better content, two or three variants to test against each other, your estimate of open and click rates as ranges in per ' +
    'cent, and three recommendations.' +
    (brand === '' ? '' : `\n\n${brand}`),
});

export const VARY_CAMPAIGN = definePrompt<{ brand: string }>({
  name: 'campaigns.variants',
  version: 2,
  instructions: ({ brand }) =>
    'You write variants of the named element of one campaign for an A/B test. Each tries one other idea (urgency, curiosity, ' +
    'benefit, feature, personal tone), says the same thing and is about as long. Say in a few words what each tries, and which ' +
    'you expect to win and why.' +
    (brand === '' ? '' : `\n\n${brand}`),
});
