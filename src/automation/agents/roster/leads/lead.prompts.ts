import { definePrompt } from '#platform/ai/prompt/define-prompt';

export const WRITE_OUTREACH = definePrompt<{ type: string; brand: string }>({
  name: 'leads.outreach',
  version: 1,
  instructions: ({ type, brand }) =>
    `You write a first ${type} to one lead, from what the record says and nothing else. Be brief, concrete and polite; ` +
    'promise nothing, invent no facts, numbers or names. Name the points of the record that you have used.' +
    (brand === '' ? '' : `\n\n${brand}`),
});
