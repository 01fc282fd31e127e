import { defineError } from '#kernel/errors';

export const AiBudgetExceeded = defineError('ai/budget-exceeded', 'too-many', () => {
  return "Today's budget for AI is used up. It starts anew at midnight UTC.";
});
export const AiModelUnknown = defineError('ai/model-unknown', 'not-found', (name: string) => {
  return `The catalogue has no model named ${name}.`;
});
export const AiDefaultSwitchedOff = defineError('ai/default-switched-off', 'invalid', (name: string) => {
  return `${name} cannot be the default while it is switched off.`;
});
export const AiBudgetOfNobody = defineError('ai/budget-of-nobody', 'malformed', () => {
  return 'A budget is for a user, named by a UUID.';
});
export const UsageDaysUnfit = defineError('ai/usage-days-unfit', 'invalid', (days: number) => {
  return `Ask for at most ${days} days, the first not after the last.`;
});
