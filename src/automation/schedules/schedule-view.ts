import type { Execution, Schedule } from '#platform/clock/schedules/schedule';
import type { Trigger } from '#platform/clock/schedules/trigger';
import type { ExecutionView, ScheduleView } from './schedule.answers.dto.js';
import type { ScheduleTrigger } from './schedule.dto.js';

export function toScheduleView(schedule: Schedule): ScheduleView {
  return {
    id: schedule.jobId,
    kind: schedule.kind,
    status: schedule.status,
    campaign_id: schedule.campaignId,
    trigger: toTrigger(schedule.trigger),
    payload: schedule.payload,
    next_run_time: schedule.nextDueAt,
    last_run_time: schedule.lastFiredAt,
    runs: schedule.attempts,
    running: schedule.running,
    last_error: schedule.lastError,
    coalesce: schedule.coalesce,
    max_instances: schedule.maxInstances,
    misfire_grace_time: schedule.misfireGraceSeconds,
    created_at: schedule.createdAt,
    updated_at: schedule.updatedAt,
  };
}

export function toExecutionView(execution: Execution): ExecutionView {
  return {
    id: execution.id,
    due_at: execution.dueAt,
    execution_time: execution.executionTime,
    finished_at: execution.finishedAt,
    status: execution.status,
    by_hand: execution.byHand,
    attempts: execution.attempts,
    error: execution.error,
    results: execution.results,
  };
}

function toTrigger(trigger: Trigger): ScheduleTrigger {
  if (trigger.type !== 'interval') return trigger;
  const { type, everySeconds, startAt } = trigger;
  return { type, every_seconds: everySeconds, ...(startAt !== undefined && { start_at: startAt }) };
}
