import { defineError } from '#kernel/errors';

export const ProposalNotFound = defineError('proposals/not-found', 'not-found', (id: string) => {
  return `Proposal ${id} does not exist.`;
});
export const VersionNotFound = defineError('proposals/version-not-found', 'not-found', (version: string) => {
  return `The proposal has no version ${version}.`;
});
export const TemplateNotFound = defineError('proposals/template-not-found', 'not-found', (id: string) => {
  return `Proposal template ${id} does not exist.`;
});
export const TemplateShared = defineError('proposals/template-shared', 'forbidden', (name: string) => {
  return `The template "${name}" is everybody's: it cannot be changed, but you can add your own.`;
});
export const TooManyTemplates = defineError('proposals/too-many-templates', 'conflict', (most: number) => {
  return `You have ${most} templates of your own; delete one first.`;
});
export const TemplateSectionsInvalid = defineError('proposals/template-sections-invalid', 'invalid', () => {
  return 'The sections of the template contradict each other.';
});
export const TemplateUnknown = defineError('proposals/template-unknown', 'invalid', (id: string) => {
  return `There is no proposal template "${id}".`;
});
export const BudgetReversed = defineError('proposals/budget-reversed', 'invalid', () => {
  return 'The least of the budget is more than its most.';
});
export const AmountInvalid = defineError('proposals/amount-invalid', 'invalid', (currency: string) => {
  return `A price has more decimals than ${currency} has, or the sum is too large to be exact.`;
});
export const SectionsInvalid = defineError('proposals/sections-invalid', 'invalid', () => {
  return 'A section is named twice.';
});
export const ProposalTooLong = defineError('proposals/too-long', 'invalid', (most: number) => {
  return `The texts of a proposal have at most ${most} characters together.`;
});
export const IllegalTransition = defineError(
  'proposals/illegal-transition',
  'conflict',
  (from: string, to: string) => `A proposal that is ${from} cannot become ${to}.`,
);
export const ProposalFixed = defineError('proposals/fixed', 'conflict', (status: string) => {
  return `A proposal that is ${status} does not change: make it a draft again first.`;
});
export const ChangedMeanwhile = defineError('proposals/changed-meanwhile', 'conflict', (version: number) => {
  return `The proposal was changed meanwhile: it is now at version ${version}.`;
});
export const FormatUnknown = defineError('proposals/format-unknown', 'malformed', () => {
  return 'A proposal is exported as pdf or word.';
});
export const DocumentNotMade = defineError('proposals/document-not-made', 'unavailable', () => {
  return 'The file could not be made in the time that is allowed for it.';
});
export const PressBusy = defineError('proposals/press-busy', 'unavailable', () => {
  return 'Too many files are being made at this moment; try again in a few seconds.';
});
