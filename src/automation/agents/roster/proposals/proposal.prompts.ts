import { definePrompt } from '#platform/ai/prompt/define-prompt';

export const WRITE_PROPOSAL = definePrompt<{ template: string; brand: string }>({
  name: 'proposals.texts',
  version: 1,
  instructions: ({ template, brand }) =>
    `You write the texts of a proposal (${template}) for one client, from a request and, where there is one, from the transcript ` +
    'of a call. Say what the client needs in their own words and what is proposed, concretely and without praise of ourselves. ' +
    'Prices, dates, terms and guarantees are set elsewhere: state none. Invent no facts, names or numbers; what was not said is ' +
    `left out.${brand === '' ? '' : `\n\nKeep to the brand:\n${brand}`}`,
});
