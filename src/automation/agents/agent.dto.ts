import type { Risk } from './risk.js';
import type { RunStatus } from './runs/run.js';

/** One kind of work an agent takes. */
export class AgentTaskView {
  /** @example 'score_leads' */
  name!: string;
  does!: string;
  /** The gravest thing it may do. */
  risk!: Risk;
  /** JSON Schema of `input_data`. */
  input_schema!: Record<string, unknown>;
  /** JSON Schema of the result. */
  output_schema!: Record<string, unknown>;
}

/** An agent and what it does for you. */
export class AgentView {
  /** @example 'lead_generation' */
  id!: string;
  /** @example 'Lead Generation Agent' */
  name!: string;
  /** `available`, `running`, or `disabled` when you have switched it off. @example 'available' */
  status!: 'available' | 'running' | 'disabled';
  does!: string;
  /** Other names it answers to. */
  aliases!: string[];
  tasks!: AgentTaskView[];
  /** When it last began a task of yours. */
  last_run_at!: string | null;
}

/** Every agent there is. */
export class AgentList {
  agents!: AgentView[];
}

/** What came of a task, in the words of old and new clients. */
export class ExecutionData {
  /** @example 'Executed score_leads for lead_generation' */
  message!: string;
  timestamp!: string;
  user_id!: string;
  /** What the task gives; null while it is not done. */
  result!: Record<string, unknown> | null;
  /** @example 'completed' */
  run_status!: RunStatus;
}

/** A task that was given to an agent. 202 when it is not done yet: follow it at `/api/agents/runs/{task_id}`. */
export class Execution {
  /** @example true */
  success!: boolean;
  /** @example 'success' */
  status!: string;
  /** @example 'Executed score_leads for lead_generation' */
  message!: string;
  /** The id of the run. */
  task_id!: string;
  data!: ExecutionData;
  /** Always null here: a task that failed answers with the status of its error. */
  error!: string | null;
}

/** What came of a task. */
export class TaskOutcome {
  /** The id of the run. */
  task_id!: string;
  /** @example 'completed' */
  status!: RunStatus;
  output!: Record<string, unknown> | null;
  /** Milliseconds; null while it is not done. */
  execution_time_ms!: number | null;
}
