import { definePrompt } from '#platform/ai/prompt/define-prompt';

export const WORKFLOW_STEP = definePrompt<{ instructions: string; choices: readonly string[] }>({
  name: 'workflows.step',
  version: 1,
  instructions: ({ instructions, choices }) =>
    `You do one step of a marketing workflow. Do what its owner asks for and answer with the result alone, without a word about it.` +
    (choices.length === 0 ? '' : `\nAnswer with exactly one of: ${choices.join(' | ')}.`) +
    `\n\nWhat the owner asks for:\n${instructions}`,
});
