import {
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { AnyJson } from '#platform/http/any-json.decorator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { PageQuery } from '#platform/http/page-query';
import type { Risk } from '../risk.js';
import { RUN_STATUSES, type RunStatus, type StepKind, type StepStatus } from './run.js';

/** What a run may use up, and whether to wait for it. */
class RunOptions {
  /** Answer at once, with the run as it is then. */
  @MayBeLeftOut()
  @IsBoolean()
  background?: boolean;

  /** Steps at most. */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(200)
  max_steps?: number;

  /** US dollars for models at most; what your settings allow is kept as well. @example 0.25 */
  @MayBeLeftOut()
  @IsNumber({ allowInfinity: false, allowNaN: false })
  @Min(0)
  @Max(10_000)
  max_cost_usd?: number;

  /** Seconds until it must be done. */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(900)
  deadline_seconds?: number;
}

/** A task for an agent. */
export class ExecuteRequest extends RunOptions {
  /** An agent's id or another name it answers to: `GET /api/agents` lists them. @example 'lead_generation' */
  @IsString()
  @MaxLength(100)
  agent_type!: string;

  /** One of its tasks; may be left out for an agent that has only one. @example 'score_leads' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(100)
  task_type?: string;

  /** What the task takes: its `input_schema` tells. */
  @MayBeLeftOut()
  @IsObject()
  input_data?: Record<string, unknown>;
}

/** An agent and one of its tasks, as an address names them. */
export class TaskAddress {
  /** @example 'lead_generation' */
  @IsString()
  @MaxLength(100)
  agent!: string;

  /** @example 'score_leads' */
  @IsString()
  @MaxLength(100)
  task!: string;
}

/** Which runs are wanted. */
export class RunListQuery extends PageQuery {
  /** Only those of one agent. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  agent?: string;

  /** Only those in this state. */
  @IsOptional()
  @IsIn(RUN_STATUSES)
  status?: RunStatus;
}

/** Why a run did not succeed. */
export class RunErrorView {
  /** @example 'ai/budget-exceeded' */
  code!: string;
  message!: string;
}

/** A task that was given to an agent. */
export class RunView {
  id!: string;
  /** @example 'lead_generation' */
  agent!: string;
  /** @example 'score_leads' */
  task!: string;
  /** `waiting` asks for your approval. @example 'completed' */
  status!: RunStatus;
  /** Per cent. @example 100 */
  progress!: number;
  /** What it is doing. @example 'Scored 40 of 100 leads' */
  progress_note!: string | null;
  input!: Record<string, unknown>;
  /** What came of it, when it is completed. */
  output!: Record<string, unknown> | null;
  error!: RunErrorView | null;
  /** Whether a model had a part in it. */
  ai!: boolean;
  /** How many steps it has done or begun. */
  steps!: number;
  input_tokens!: number;
  output_tokens!: number;
  /** US dollars, as far as prices are known. @example 0.0021 */
  cost_usd!: number;
  created_at!: string;
  started_at!: string | null;
  finished_at!: string | null;
}

/** One thing a run did, is doing, or asks to be allowed to do. */
export class StepView {
  /** @example 3 */
  seq!: number;
  /** What it is called within its run. @example 'content.headlines@1' */
  key!: string;
  kind!: StepKind;
  /** `read` looks, `draft` makes something new, `change` changes what is there, `outside` reaches others. */
  risk!: Risk;
  status!: StepStatus;
  /** What you are asked to allow. */
  says!: string | null;
  @AnyJson()
  input!: unknown;
  @AnyJson()
  output!: unknown;
  error!: string | null;
  /** @example 'content.headlines@1' */
  prompt_version!: string | null;
  provider!: string | null;
  model!: string | null;
  input_tokens!: number;
  output_tokens!: number;
  /** US dollars; null when the price is not known, or no model was asked. */
  cost_usd!: number | null;
  duration_ms!: number | null;
  /** When you allowed or forbade it. */
  decided_at!: string | null;
  started_at!: string;
  finished_at!: string | null;
}

/** A run and everything it did. */
export class RunWithSteps extends RunView {
  steps_done!: StepView[];
}
