import { definePrompt } from '#platform/ai/prompt/define-prompt';

export const ENRICH_LEAD = definePrompt({
  name: 'leads.enrich',
  version: 1,
  instructions: () =>
    'You prepare a salesperson for a first talk with one lead. Judge only what the record says and what is common knowledge ' +
    'about the industry and the role; where you suppose, say so. Give three insights, three talking points, one recommended ' +
    'approach, the pains such a person is likely to have, and what could be of value to them.',
});
