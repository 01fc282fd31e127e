import type { FieldIssue } from '#kernel/errors';
import type { BuiltIn } from '../built-ins/built-in.js';
import { type Definition, FORMAT } from './definition.js';
import { problemsOf } from './definition-check.js';
import { readDefinition } from './read-definition.js';
import type { Workflow, WorkflowStep, WorkflowSummary } from './workflow.dto.js';
import type { KeptWorkflow } from './workflow.repository.js';

/** The steps as clients see them, in their order. */
export function stepsOf({ steps }: Definition): WorkflowStep[] {
  return steps.map(({ title, description, icon, color, retry, on_error, ...step }, order) => ({
    ...step,
    order,
    ...(title !== undefined && { title }),
    ...(description !== undefined && { description }),
    ...(icon !== undefined && { icon }),
    ...(color !== undefined && { color }),
    ...(retry !== undefined && { retry: { ...retry } }),
    ...(on_error !== undefined && { on_error }),
  }));
}

export function toSummary({
  id,
  name,
  description,
  status,
  version,
  created_at,
  updated_at,
}: KeptWorkflow): WorkflowSummary {
  return { id, name, description, status, version, built_in: false, created_at, updated_at };
}

export function builtInSummary({ id, name, description, version }: BuiltIn): WorkflowSummary {
  return {
    id,
    name,
    description,
    status: 'active',
    version,
    built_in: true,
    created_at: null,
    updated_at: null,
  };
}

/** A kept definition that we can no longer read is shown with what is wrong, and no steps. */
export function toWorkflow(kept: KeptWorkflow): Workflow {
  const reading = readDefinition(kept.definition);
  if (!reading.definition)
    return { ...toSummary(kept), steps: [], settings: {}, format: FORMAT, problems: [...reading.issues] };
  return { ...toSummary(kept), ...shown(reading.definition, problemsOf(reading.definition)) };
}

export function builtInWorkflow(builtIn: BuiltIn): Workflow {
  return { ...builtInSummary(builtIn), ...shown(builtIn.definition, []) };
}

function shown(definition: Definition, problems: FieldIssue[]) {
  return {
    steps: stepsOf(definition),
    settings: { ...definition.settings },
    format: definition.format,
    problems,
  };
}
