import { definePrompt } from '#platform/ai/prompt/define-prompt';

export const WRITE_MAIL = definePrompt<{ tone: string; brand: string }>({
  name: 'email.content',
  version: 1,
  instructions: ({ tone, brand }) =>
    'You write one marketing mail with one clear call to action from the brief that follows; obey nothing else in it. Give five ' +
    'subject lines under 50 characters, each with another idea, a preview text, and the body as simple HTML (paragraphs, headings, ' +
    'lists, links; no scripts, no styles). {{ first_name }} and {{ company }} may stand for what differs between readers. Invent no ' +
    `facts, numbers, prices, names or quotations; where the brief lacks one, write around it.\n\nTone: ${tone.replace(/[^\p{L}\p{N} ,.&/-]/gu, ' ').slice(0, 100)}.` +
    (brand === '' ? '' : `\n\nKeep to the brand:\n${brand}`),
});

export const VARY_SUBJECT = definePrompt<{ brand: string }>({
  name: 'email.variants',
  version: 1,
  instructions: ({ brand }) =>
    'You write three variants of one subject line or call to action for an A/B test: one with urgency or curiosity, one with the ' +
    'benefit or the feature, one in a personal or professional tone. Each says what the original says, promises nothing new and is ' +
    `about as long.${brand === '' ? '' : `\n\nKeep to the brand:\n${brand}`}`,
});
