import { WORKFLOW_STEP } from './ai.prompt.js';

describe('what a step of a workflow tells a model', () => {
  it('is what this version says', () => {
    expect(WORKFLOW_STEP.promptVersion).toBe('workflows.step@1');
    expect(WORKFLOW_STEP.instructions({ instructions: 'Sort it.', choices: ['hot', 'cold'] })).toBe(
      'You do one step of a marketing workflow. Do what its owner asks for and answer with the result alone, without a word about it.\n' +
        'Answer with exactly one of: hot | cold.\n\nWhat the owner asks for:\nSort it.',
    );
  });
});
