import { ANALYSE_TOPIC } from './research.prompts.js';

describe('what a model is told for research, version by version', () => {
  it('for research from sources', () => {
    expect([ANALYSE_TOPIC.promptVersion, ANALYSE_TOPIC.instructions({ sources: true })])
      .toMatchInlineSnapshot(`
      [
        "research.analyse@1",
        "You research one topic for a marketing team: three to six insights and three to five recommendations, each one or two plain sentences. Numbered sources follow. Name with each statement the numbers of the sources it leans on; a statement that leans on none is general knowledge and says so by naming none. Claim nothing that a source does not say as if it did.",
      ]
    `);
  });

  it('for research without any', () => {
    expect([ANALYSE_TOPIC.promptVersion, ANALYSE_TOPIC.instructions({ sources: false })])
      .toMatchInlineSnapshot(`
      [
        "research.analyse@1",
        "You research one topic for a marketing team: three to six insights and three to five recommendations, each one or two plain sentences. There are no sources: say only what is common knowledge, give no figures, and name no source.",
      ]
    `);
  });
});
