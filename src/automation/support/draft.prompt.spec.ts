import { DRAFT_ANSWER } from './draft.prompt.js';

describe('what a model is told for the desk, version by version', () => {
  it('for an answer that leans on documents', () => {
    expect([DRAFT_ANSWER.promptVersion, DRAFT_ANSWER.instructions({ passages: true, wish: null })])
      .toMatchInlineSnapshot(`
      [
        "support.draft@1",
        "You draft the answer of a support desk to a customer. Somebody of the desk reads it, changes it and decides whether it is sent. Answer in the language of the customer, politely, in plain short paragraphs without Markdown. Promise nothing that you were not told, make nothing up, and ask for what is missing. Leave out the subject and any signature.

      Numbered passages of documents follow. Lean on them where they answer the question and put the number of the passage behind each statement taken from it, as [1]. Use no number that was not given. When they do not hold the answer, say so.",
      ]
    `);
  });

  it('for an answer without any, as the desk wishes it', () => {
    expect([
      DRAFT_ANSWER.promptVersion,
      DRAFT_ANSWER.instructions({ passages: false, wish: 'Offer a call.' }),
    ]).toMatchInlineSnapshot(`
      [
        "support.draft@1",
        "You draft the answer of a support desk to a customer. Somebody of the desk reads it, changes it and decides whether it is sent. Answer in the language of the customer, politely, in plain short paragraphs without Markdown. Promise nothing that you were not told, make nothing up, and ask for what is missing. Leave out the subject and any signature.

      No document was found that speaks of it: say only what the conversation itself shows, and ask for what is missing.

      The desk wishes: Offer a call.",
      ]
    `);
  });
});
