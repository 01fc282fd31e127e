import { CITE_PASSAGES } from '#domains/knowledge/search/citations';
import { definePrompt } from '#platform/ai/prompt/define-prompt';

/** Asks for an answer to a ticket, for somebody of the desk to read, change and send. */
export const DRAFT_ANSWER = definePrompt<{ passages: boolean; wish: string | null }>({
  name: 'support.draft',
  version: 1,
  instructions: ({ passages, wish }) =>
    [
      'You draft the answer of a support desk to a customer. Somebody of the desk reads it, changes it and decides whether it is sent. ' +
        'Answer in the language of the customer, politely, in plain short paragraphs without Markdown. Promise nothing that you were ' +
        'not told, make nothing up, and ask for what is missing. Leave out the subject and any signature.',
      passages
        ? CITE_PASSAGES
        : 'No document was found that speaks of it: say only what the conversation itself shows, and ask for what is missing.',
      ...(wish === null ? [] : [`The desk wishes: ${wish}`]),
    ].join('\n\n'),
});
