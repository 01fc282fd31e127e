import type { Run, Step } from './run.js';
import type { RunView, StepView } from './run.dto.js';

const MICROS = 1_000_000;

/** A run as its owner sees it. */
export function toRunView(run: Run): RunView {
  return {
    id: run.id,
    agent: run.agent,
    task: run.task,
    status: run.status,
    progress: run.progress,
    progress_note: run.progressNote,
    input: run.input as RunView['input'],
    output: run.output as RunView['output'],
    error: run.error && { code: run.error.code, message: run.error.message },
    ai: run.ai,
    steps: run.steps,
    input_tokens: run.inputTokens,
    output_tokens: run.outputTokens,
    cost_usd: run.costMicros / MICROS,
    created_at: run.createdAt,
    started_at: run.startedAt,
    finished_at: run.finishedAt,
  };
}

export function toStepView(step: Step): StepView {
  return {
    seq: step.seq,
    key: step.key,
    kind: step.kind,
    risk: step.risk,
    status: step.status,
    says: step.says,
    input: step.input,
    output: step.output,
    error: step.error,
    prompt_version: step.promptVersion,
    provider: step.provider,
    model: step.model,
    input_tokens: step.inputTokens,
    output_tokens: step.outputTokens,
    cost_usd: step.costMicros === null ? null : step.costMicros / MICROS,
    duration_ms: step.durationMs,
    decided_at: step.decidedAt,
    started_at: step.startedAt,
    finished_at: step.finishedAt,
  };
}
