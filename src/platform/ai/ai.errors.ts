import { defineError } from '#kernel/errors';

export const AiNotConfigured = defineError(
  'ai/not-configured',
  'unavailable',
  (names: string = 'OPENAI_API_KEY, ANTHROPIC_API_KEY, GOOGLE_API_KEY or MISTRAL_API_KEY') =>
    `No AI provider for this has a key: set ${names}, or store a key of your own.`,
);

export const AiProviderNotConfigured = defineError(
  'ai/provider-not-configured',
  'unavailable',
  (provider: string) =>
    `There is no key for ${provider}: set ${provider.toUpperCase()}_API_KEY or store a key of your own.`,
);

export const AiUnavailable = defineError(
  'ai/unavailable',
  'unavailable',
  () => 'No AI provider answered. Try again in a moment.',
);

export const AiLimited = defineError(
  'ai/limited',
  'too-many',
  () => 'The AI providers take no more requests at the moment.',
);

export const AiQuotaSpent = defineError(
  'ai/quota-spent',
  'unavailable',
  (provider: string) => `The account at ${provider} has nothing left to spend.`,
);

export const AiTimedOut = defineError(
  'ai/timed-out',
  'unavailable',
  () => 'The AI providers did not answer in time.',
);

export const AiKeyRefused = defineError(
  'ai/key-refused',
  'invalid',
  (provider: string) => `${provider} refused your key: replace it or delete it.`,
);

export const AiModelUnknown = defineError(
  'ai/model-unknown',
  'invalid',
  (model: string) => `There is no model ${model}; GET /api/ai/models lists them.`,
);

export const AiModelRetired = defineError(
  'ai/model-retired',
  'invalid',
  (model: string) =>
    `Its provider no longer answers for ${model}, and nothing replaces it; GET /api/ai/models lists the others.`,
);

export const AiModelUnable = defineError(
  'ai/model-unable',
  'invalid',
  (needs: string) => `No configured model can do this: it needs ${needs}.`,
);

export const AiRejected = defineError(
  'ai/request-rejected',
  'invalid',
  (provider: string) => `${provider} does not take this request.`,
);

export const AiContextTooLong = defineError(
  'ai/context-too-long',
  'invalid',
  () => 'This is more text than the model reads at once.',
);

export const AiRefused = defineError(
  'ai/refused',
  'invalid',
  (provider: string) => `The model of ${provider} declined to answer this.`,
);

export const AiCutShort = defineError(
  'ai/cut-short',
  'invalid',
  () => 'The model had used up its tokens before its answer was complete: allow it more (max_tokens).',
);

export const AiInvalidOutput = defineError(
  'ai/invalid-output',
  'unavailable',
  () => 'The model did not answer in the shape that was asked for.',
);

export const AiBudgetExceeded = defineError('ai/budget-exceeded', 'too-many', () => {
  return "Today's budget for AI is used up. It starts anew at midnight UTC.";
});
export const AiModelUnpriced = defineError('ai/model-unpriced', 'unavailable', (model: string) => {
  return `${model} has no price in the catalogue, so it cannot be held against a budget: an administrator can give it one by PUT /api/ai/models/${model}.`;
});
export const AiBudgetNotFound = defineError('ai/budget-not-found', 'not-found', (userId: string) => {
  return `No budget is set for user ${userId}.`;
});
export const AiModelNotFound = defineError('ai/model-not-found', 'not-found', (name: string) => {
  return `The catalogue has no model named ${name}.`;
});
export const AiDefaultSwitchedOff = defineError('ai/default-switched-off', 'invalid', (name: string) => {
  return `${name} cannot be the default while it is switched off.`;
});
export const AiDefaultRetired = defineError('ai/default-retired', 'invalid', (name: string) => {
  return `${name} cannot be the default: its provider no longer answers for it.`;
});
export const AiModelUnfit = defineError('ai/model-unfit', 'invalid', (problem: string) => `${problem}.`);
export const AiModelElsewhere = defineError(
  'ai/model-elsewhere',
  'invalid',
  (name: string, provider: string, kind: string) =>
    `${name} is a model of ${provider}, of kind ${kind}: that cannot be changed.`,
);
export const UsageDaysUnfit = defineError('ai/usage-days-unfit', 'invalid', (days: number) => {
  return `Ask for at most ${days} days, the first not after the last.`;
});
