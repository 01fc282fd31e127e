import { ENRICH_LEAD, WRITE_OUTREACH } from './lead.prompts.js';

describe('what a model is told about leads, version by version', () => {
  it('for insights into a lead', () => {
    expect([ENRICH_LEAD.promptVersion, ENRICH_LEAD.instructions()]).toMatchInlineSnapshot(`
      [
        "leads.enrich@1",
        "You prepare a salesperson for a first talk with one lead. Judge only what the record says and what is common knowledge about the industry and the role; where you suppose, say so. Give three insights, three talking points, one recommended approach, the pains such a person is likely to have, and what could be of value to them.",
      ]
    `);
  });

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
