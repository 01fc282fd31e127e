import { WORKFLOW_STEP } from './ai.prompt.js';

describe('what a step of a workflow tells a model, version by version', () => {
  it('with answers to choose from', () => {
    expect([
      WORKFLOW_STEP.promptVersion,
      WORKFLOW_STEP.instructions({ instructions: 'Sort it.', choices: ['hot', 'cold'] }),
    ]).toMatchInlineSnapshot(`
      [
        "workflows.step@1",
        "You do one step of a marketing workflow. Do what its owner asks for and answer with the result alone, without a word about it.
      Answer with exactly one of: hot | cold.

      What the owner asks for:
      Sort it.",
      ]
    `);
  });

  it('without', () => {
    expect([
      WORKFLOW_STEP.promptVersion,
      WORKFLOW_STEP.instructions({ instructions: 'Sum it up.', choices: [] }),
    ]).toMatchInlineSnapshot(`
      [
        "workflows.step@1",
        "You do one step of a marketing workflow. Do what its owner asks for and answer with the result alone, without a word about it.

      What the owner asks for:
      Sum it up.",
      ]
    `);
  });
});
