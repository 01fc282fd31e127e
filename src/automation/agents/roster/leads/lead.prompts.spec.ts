import { WRITE_OUTREACH } from './lead.prompts.js';

describe('what a model is told about leads, version by version', () => {
  it('for a first mail in the voice of a brand', () => {
    expect([
      WRITE_OUTREACH.promptVersion,
      WRITE_OUTREACH.instructions({ type: 'email', brand: 'Warm and plain.' }),
    ]).toMatchInlineSnapshot(`
      [
        "leads.outreach@1",
        "You write a first email to one lead, from what the record says and nothing else. Be brief, concrete and polite; promise nothing, invent no facts, numbers or names. Name the points of the record that you have used.

      Warm and plain.",
      ]
    `);
  });
});
