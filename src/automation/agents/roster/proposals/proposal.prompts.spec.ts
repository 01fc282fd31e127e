import { WRITE_PROPOSAL } from './proposal.prompts.js';

describe('what a model is told for proposals, version by version', () => {
  it('for the texts of a proposal', () => {
    expect([
      WRITE_PROPOSAL.promptVersion,
      WRITE_PROPOSAL.instructions({ template: 'consulting', brand: 'Warm and plain.' }),
    ]).toMatchInlineSnapshot(`
      [
        "proposals.texts@1",
        "You write the texts of a proposal (consulting) for one client, from a request and, where there is one, from the transcript of a call. Say what the client needs in their own words and what is proposed, concretely and without praise of ourselves. Prices, dates, terms and guarantees are set elsewhere: state none. Invent no facts, names or numbers; what was not said is left out.

      Keep to the brand:
      Warm and plain.",
      ]
    `);
  });
});
