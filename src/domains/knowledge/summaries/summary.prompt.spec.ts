import { SUMMARISE_DOCUMENT } from './summary.prompt.js';

it('the prompt of a summary stays as it is under one version', () => {
  expect([SUMMARISE_DOCUMENT.promptVersion, SUMMARISE_DOCUMENT.instructions()]).toMatchInlineSnapshot(`
    [
      "knowledge.summary@1",
      "You summarise a document of a marketing team for its colleagues, in its own language, in at most five plain sentences: what it is, what it is about and what it settles. Say nothing that does not stand in it.",
    ]
  `);
});
