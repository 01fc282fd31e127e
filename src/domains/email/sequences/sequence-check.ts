import type { FieldIssue } from '#kernel/errors';
import type { LeadTraitsBody, SequenceChanges, SequenceStep } from './sequence.dto.js';

/** What keeps a sequence from being followed, step by step. */
export function sequenceIssues({ steps = [], goal }: SequenceChanges): FieldIssue[] {
  const issues = steps.flatMap((step, at) => stepIssues(step, steps.slice(0, at), `steps.${at}`));
  if (goal && !asksAnything(goal))
    issues.push({ path: 'goal', message: 'goal must name tags, statuses or a form_id' });
  return issues;
}

function stepIssues(
  { template_id, subject, html, condition }: SequenceStep,
  before: readonly SequenceStep[],
  path: string,
): FieldIssue[] {
  const issues: FieldIssue[] = [];
  if (template_id === undefined && (subject === undefined || html === undefined))
    issues.push({ path, message: `${path} needs a template_id, or a subject and html` });
  if (
    condition &&
    !asksAnything(condition) &&
    condition.opened === undefined &&
    condition.clicked === undefined
  )
    issues.push({ path: `${path}.condition`, message: `${path}.condition must ask for something` });
  for (const field of ['opened', 'clicked'] as const) {
    const key = condition?.[field];
    if (key !== undefined && !before.some((step) => step.key === key))
      issues.push({
        path: `${path}.condition.${field}`,
        message: `${path}.condition.${field} must be the key of an earlier step`,
      });
  }
  return issues;
}

function asksAnything({ tags, statuses, form_id }: LeadTraitsBody): boolean {
  return tags !== undefined || statuses !== undefined || form_id !== undefined;
}
