import { ENRICH_LEAD } from './insights.prompt.js';

describe('what a model is told about a lead, version by version', () => {
  it('for insights into a lead', () => {
    expect([ENRICH_LEAD.promptVersion, ENRICH_LEAD.instructions()]).toMatchInlineSnapshot(`
      [
        "leads.enrich@1",
        "You prepare a salesperson for a first talk with one lead. Judge only what the record says and what is common knowledge about the industry and the role; where you suppose, say so. Give three insights, three talking points, one recommended approach, the pains such a person is likely to have, and what could be of value to them.",
      ]
    `);
  });
});
