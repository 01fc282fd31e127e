import { defineError } from '#kernel/errors';

export const WorkflowNotFound = defineError('workflows/not-found', 'not-found', () => 'Workflow not found');
export const VersionNotFound = defineError('workflows/version-not-found', 'not-found', () => {
  return 'The workflow has no such version.';
});
export const WorkflowUnfit = defineError(
  'workflows/definition-unfit',
  'invalid',
  (first: string, more: number) =>
    more === 0
      ? `The workflow cannot be used: ${first}`
      : `The workflow cannot be used: ${first} (and ${more} more)`,
);
export const NotPublished = defineError('workflows/not-published', 'conflict', () => {
  return 'The workflow has not been published: POST /api/workflows/{id}/publish.';
});
export const WorkflowInactive = defineError('workflows/inactive', 'conflict', () => {
  return 'The workflow is paused: POST /api/workflows/{id}/resume.';
});
export const WorkflowBuiltIn = defineError('workflows/built-in', 'conflict', () => {
  return 'This workflow is built in. POST /api/workflows/{id}/duplicate makes one of your own.';
});
export const TooManyWorkflows = defineError('workflows/too-many', 'conflict', (most: number) => {
  return `At most ${most} workflows can be kept.`;
});
export const InputTooLarge = defineError('workflows/input-too-large', 'invalid', (most: number) => {
  return `What an instance is given may have at most ${most / 1024} KB.`;
});
export const LeadsUnknown = defineError('workflows/leads-unknown', 'invalid', () => {
  return 'Some of these leads do not exist.';
});
export const NotLetIn = defineError('workflows/not-let-in', 'conflict', () => {
  return 'The workflow lets this in no more: by its rule of re-entry, its keys, the filter of its trigger, or because too much is open.';
});
export const ExecutionNotFound = defineError('workflows/execution-not-found', 'not-found', () => {
  return 'There is no such execution.';
});
export const ExecutionNotOpen = defineError(
  'workflows/execution-not-open',
  'conflict',
  (status: string, done: string) => {
    return `An execution that is ${status} cannot be ${done}.`;
  },
);
export const LeadUnderWay = defineError('workflows/lead-under-way', 'conflict', () => {
  return 'The lead has entered the workflow anew, which lets it be in one instance at a time.';
});
export const StepUnknown = defineError(
  'workflows/step-unknown',
  'invalid',
  (step: string, version: number) => {
    return `Version ${version} has no step ${step} to go on from.`;
  },
);
export const ApprovalNotFound = defineError('workflows/approval-not-found', 'not-found', () => {
  return 'There is no such question.';
});
export const ApprovalDecided = defineError('workflows/approval-decided', 'conflict', (status: string) => {
  return `This has been decided: ${status}.`;
});
export const VideoPlanMissing = defineError('workflows/video-plan-missing', 'invalid', () => {
  return 'The step that is to plan the video has written nothing.';
});
