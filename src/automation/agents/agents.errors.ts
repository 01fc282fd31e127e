import { defineError } from '#kernel/errors';

export const AgentUnknown = defineError('agents/agent-unknown', 'not-found', (known: string) => {
  return `There is no such agent; there are ${known}.`;
});
export const TaskUnknown = defineError('agents/task-unknown', 'malformed', (agent: string, known: string) => {
  return `${agent} does not take this task; it takes ${known}.`;
});
export const TaskInputRefused = defineError('agents/input-refused', 'malformed', (task: string) => {
  return `The input does not fit the task ${task}.`;
});
export const AgentDisabled = defineError('agents/disabled', 'conflict', (agent: string) => {
  return `You have switched ${agent} off.`;
});
export const TooManyRuns = defineError('agents/too-many-runs', 'too-many', (most: number) => {
  return `At most ${most} of your runs may be open at a time.`;
});
export const RunNotFound = defineError('agents/run-not-found', 'not-found', () => 'There is no such run.');
export const RunOver = defineError('agents/run-over', 'conflict', () => 'The run has ended already.');
export const NothingToDecide = defineError('agents/nothing-to-decide', 'conflict', () => {
  return 'The run does not wait for a decision.';
});
export const RunCancelled = defineError('agents/run-cancelled', 'conflict', () => 'The run was cancelled.');
export const RunRejected = defineError('agents/run-rejected', 'conflict', () => {
  return 'A person has decided against it.';
});
export const RunTimedOut = defineError('agents/run-timed-out', 'unavailable', (seconds: number) => {
  return `The run was not done after ${seconds} seconds.`;
});
export const RunInterrupted = defineError('agents/run-interrupted', 'unavailable', () => {
  return 'The run was interrupted too often to go on.';
});
export const RunBudgetSpent = defineError('agents/run-budget-spent', 'too-many', () => {
  return 'What this run may cost is used up.';
});
export const TooManySteps = defineError('agents/too-many-steps', 'too-many', (most: number) => {
  return `The run would need more than ${most} steps.`;
});
export const LoopDetected = defineError('agents/loop-detected', 'unavailable', (tool: string) => {
  return `The model keeps asking for ${tool} with the same words.`;
});
export const StepTooLarge = defineError('agents/step-too-large', 'too-large', () => {
  return 'A step has given more than a run keeps.';
});
export const OutcomeUnknown = defineError('agents/outcome-unknown', 'conflict', (step: string) => {
  return `The run was interrupted during "${step}", and nobody knows whether it has happened. Look there before you ask again.`;
});
