import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsJsonObject } from '#platform/http/json-object.validator';
import { AnyJson } from '#platform/http/any-json.decorator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PageQuery } from '#platform/http/page-query';
import { EXECUTION_STATUSES, type ExecutionStatus } from '../runs/visit.js';

/** Whom a workflow is run for, and with what. */
export class RunWorkflow {
  /** What the instance is given; its steps may use it as `input`. */
  @MayBeLeftOut()
  @IsJsonObject()
  parameters?: Record<string, unknown>;

  /** One of your leads. */
  @MayBeLeftOut()
  @IsUUID()
  lead_id?: string;

  /** Up to 1,000 of your leads, each with an instance of its own. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @IsUUID(undefined, { each: true })
  lead_ids?: string[];
}

export class ExecuteWorkflow extends RunWorkflow {
  /** An id, or the name of a built-in one. @example 'lead_nurture' */
  @IsString({ message: 'Workflow ID is required' })
  @Matches(/^[\w-]{1,64}$/, { message: 'Workflow ID is required' })
  workflow_id!: string;
}

/** What was begun. */
export class ExecutedWorkflow {
  /** @example 'Workflow lead_nurture executed' */
  message!: string;
  /** The instance; the first one of several. */
  execution_id!: string;
}

export class BegunExecutions {
  execution_id!: string;
  status!: ExecutionStatus;
  workflow_id!: string;
  version!: number;
  /** Instances that began, up to 1,000. */
  execution_ids!: string[];
  /** Leads that were not let in. */
  refused!: number;
  message!: string;
}

/** One instance of a workflow. */
export class WorkflowExecution {
  id!: string;
  workflow_id!: string;
  version!: number | null;
  status!: ExecutionStatus;
  lead_id!: string | null;
  /** By which trigger it came in. */
  trigger!: string | null;
  /** Where it is; where it was, once it is over. */
  step!: string | null;
  /** Visits of steps so far. */
  visits!: number;
  /** When it goes on by itself. */
  due_at!: string | null;
  input!: Record<string, unknown> | null;
  /** By step, what it has left. */
  outputs!: Record<string, unknown>;
  /** Why it is over, or stands still. */
  reason!: string | null;
  error_code!: string | null;
  error_message!: string | null;
  parent_id!: string | null;
  created_at!: string;
  started_at!: string | null;
  completed_at!: string | null;
}

/** One visit of a step. */
export class ExecutionStep {
  seq!: number;
  step!: string;
  type!: string;
  /** `running`, `waiting`, `retrying`, `done`, `skipped` or `failed`. */
  status!: string;
  attempts!: number;
  /** The way out that was taken. */
  exit!: string | null;
  /** What the step was told. */
  @AnyJson()
  input!: unknown;
  /** What it has left. */
  @AnyJson()
  output!: unknown;
  error_code!: string | null;
  error!: string | null;
  due_at!: string | null;
  started_at!: string;
  finished_at!: string | null;
}

export class WorkflowExecutionWithSteps extends WorkflowExecution {
  /** The last 200 visits, in their order. */
  steps!: ExecutionStep[];
}

export class ExecutionQuery extends PageQuery {
  @IsOptional()
  @IsIn(EXECUTION_STATUSES)
  status?: ExecutionStatus;

  @IsOptional()
  @IsUUID()
  lead_id?: string;

  /** Those at this step. */
  @IsOptional()
  @Matches(/^[\w-]{1,64}$/)
  step?: string;
}

/** Which instances are meant; all of the workflow that it can be done to, unless it is narrowed. */
export class ExecutionSelection {
  @MayBeLeftOut()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(1_000)
  @IsUUID(undefined, { each: true })
  ids?: string[];

  /** Those of this version. */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  version?: number;

  /** Those at this step. */
  @MayBeLeftOut()
  @Matches(/^[\w-]{1,64}$/)
  step?: string;
}

export class RetryExecution {
  /** `failed` goes on at the step that failed, `start` begins anew, and the id of a step goes on there. */
  @MayBeLeftOut()
  @Matches(/^[\w-]{1,64}$/)
  from?: string;

  /** On this version instead of its own. */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  to_version?: number;
}

export class RetryExecutions extends ExecutionSelection {
  /** Those that failed with this code. @example 'workflows/webhook-refused' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(100)
  error_code?: string;

  /** `failed` goes on at the step that failed, `start` begins anew, and the id of a step goes on there. */
  @MayBeLeftOut()
  @Matches(/^[\w-]{1,64}$/)
  from?: string;

  /** On this version instead of their own. */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  to_version?: number;
}

export class MigrateExecutions extends ExecutionSelection {
  /** The version that they go on with. */
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  to_version!: number;

  /** By the name of a step, what it is called in that version. @example { "wait": "pause" } */
  @MayBeLeftOut()
  @IsObject()
  steps?: Record<string, string>;
}

export class ChangedExecutions {
  /** To how many it was done. */
  changed!: number;
}

export class RetriedExecutions extends ChangedExecutions {
  /** Those that do not go on, for their lead is in another instance, and the workflow lets it in again after the end of that. */
  refused!: number;
}

class LeftExecutions {
  version!: number;
  step!: string | null;
  count!: number;
  reason!: string;
}

export class MigratedExecutions {
  moved!: number;
  /** Those that stay on their version, by where they stand. */
  left!: LeftExecutions[];
}

class StepState {
  id!: string;
  type!: string;
  /** `pending`, `running`, `completed` or `failed`, as the last instance went. */
  status!: string;
}

export class WorkflowState {
  id!: string;
  name!: string;
  /** `active`, `inactive` or `draft`. */
  status!: string;
  version!: number | null;
  /** Instances by their status; of those that are over, as long as they are kept. */
  executions!: Record<string, number>;
  last_execution!: WorkflowExecution | null;
  steps!: StepState[];
}
