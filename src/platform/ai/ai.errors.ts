import { defineError } from '#kernel/errors';

export const AiBudgetExceeded = defineError('ai/budget-exceeded', 'too-many', () => {
  return "Today's budget for AI is used up. It starts anew at midnight UTC.";
});
export const AiBudgetNotFound = defineError('ai/budget-not-found', 'not-found', (userId: string) => {
  return `No budget is set for user ${userId}.`;
});
export const AiModelUnknown = defineError('ai/model-unknown', 'not-found', (name: string) => {
  return `The catalogue has no model named ${name}.`;
});
export const AiDefaultSwitchedOff = defineError('ai/default-switched-off', 'invalid', (name: string) => {
  return `${name} cannot be the default while it is switched off.`;
});
export const UsageDaysUnfit = defineError('ai/usage-days-unfit', 'invalid', (days: number) => {
  return `Ask for at most ${days} days, the first not after the last.`;
});
