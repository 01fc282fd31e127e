import { definePrompt } from '#platform/ai/prompt/define-prompt';

export const ENRICH_LEAD = definePrompt({
  name: 'leads.enrich',
  version: 1,
  instructions: () =>
    'You prepare a salesperson for a first talk with one lead. Judge only what the record says and what is common knowledge ' +
    'about the industry and the role; where you suppose, say so. Give three insights, three talking points, one recommended ' +
    'approach, the pains such a person is likely to have, and what could be of value to them.',
});

export const WRITE_OUTREACH = definePrompt<{ type: string; brand: string }>({
  name: 'leads.outreach',
  version: 1,
  instructions: ({ type, brand }) =>
    `You write a first ${type} to one lead, from what the record says and nothing else. Be brief, concrete and polite; ` +
    'promise nothing, invent no facts, numbers or names. Name the points of the record that you have used.' +
    (brand === '' ? '' : `\n\n${brand}`),
});
