import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsInt,
  IsObject,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
} from 'class-validator';
import { AnyObjects } from '#platform/http/any-json.decorator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { FORMAT, STEPS_AT_MOST } from './definition.js';
import { WORKFLOW_STATUSES, type WorkflowStatus } from './workflow.repository.js';

const ONE_LINE = /^(?=.*\S)[^\p{Cc}]+$/u;

/** What a workflow does. */
export class WorkflowBody {
  /**
   * The steps, up to 100. With `format` 2 each is `{"id", "type", "config", "next"}`, where `next` names the step that follows,
   * or one for each way out (`{"yes": "a", "no": null}`), and null is the end. Without a format the steps follow one another in
   * the order of their `order`. Types: trigger, delay, wait_until, wait_for_event, branch, split, rate_limit, goal, exit, end,
   * send_mail, post, update_lead, add_tag, remove_tag, score, keep_content, ai, agent_task, webhook, approval, sub_flow, video.
   * A `send_mail` takes `subject`, `html`, `text`, `template_id`, `template_version`, `transactional`, `to`, `attachments` (ids of
   * your files of `/api/email/files`, up to ten with 10 MiB together) and `settings`, as those of a campaign:
   * `frequency_cap {max, hours}`, `quiet_hours {start, end, timezone}`, `throttle_per_minute`, `topic_id`.
   * @example [{ "id": "enter", "type": "trigger", "config": { "on": "tag_added", "tag": "demo" }, "next": "wait" }, { "id": "wait", "type": "delay", "config": { "for": { "days": 2 } }, "next": null }]
   */
  @AnyObjects()
  @IsArray()
  @ArrayMaxSize(STEPS_AT_MOST)
  @IsObject({ each: true })
  steps!: Record<string, unknown>[];

  /** `re_entry` (never, after_end, always), `concurrency_key`, `dedupe_key`, `goal` (a filter of leads), `max_steps`, `max_days`. */
  @MayBeLeftOut()
  @IsObject()
  settings?: Record<string, unknown>;

  /** In which format the steps are written. @example 2 */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(FORMAT)
  format?: number;
}

/** A new workflow; what was exported may be sent as it is. */
export class CreateWorkflow extends WorkflowBody {
  /** @example 'Demo follow-up' */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  @Matches(ONE_LINE, { message: 'name must be one line of text' })
  name!: string;

  @MayBeLeftOut()
  @IsString()
  @MaxLength(2_000)
  description?: string;

  /** `active` publishes it at once. */
  @MayBeLeftOut()
  @IsIn(WORKFLOW_STATUSES)
  status?: WorkflowStatus;
}

/** What is left out stays as it is. Steps and settings are those of the draft, until it is published. */
export class UpdateWorkflow {
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  @Matches(ONE_LINE, { message: 'name must be one line of text' })
  name?: string;

  @MayBeLeftOut()
  @IsString()
  @MaxLength(2_000)
  description?: string;

  /** The steps, as for a new one. */
  @MayBeLeftOut()
  @AnyObjects()
  @IsArray()
  @ArrayMaxSize(STEPS_AT_MOST)
  @IsObject({ each: true })
  steps?: Record<string, unknown>[];

  @MayBeLeftOut()
  @IsObject()
  settings?: Record<string, unknown>;

  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(FORMAT)
  format?: number;

  /** `active` publishes the draft, `inactive` pauses the workflow. */
  @MayBeLeftOut()
  @IsIn(WORKFLOW_STATUSES)
  status?: WorkflowStatus;
}

export class PublishWorkflow {
  /** What is new, for whoever looks at the versions later. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(500)
  note?: string;
}

export class DuplicateWorkflow {
  /** The name of the copy. */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  @Matches(ONE_LINE, { message: 'name must be one line of text' })
  name?: string;
}

/** What keeps a workflow from being published. */
export class WorkflowProblem {
  /** @example 'steps.2.next.no' */
  path!: string;
  message!: string;
}

export class WorkflowCheck {
  valid!: boolean;
  problems!: WorkflowProblem[];
}

/** One step of a workflow. */
export class WorkflowStep {
  /** @example 'first-mail' */
  id!: string;
  /** @example 'send_mail' */
  type!: string;
  order!: number;
  title?: string;
  description?: string;
  icon?: string;
  color?: string;
  config!: Record<string, unknown>;
  /** By its ways out, the step that follows; null is the end. */
  next!: Record<string, unknown>;
  /** How often it is tried again (`limit`), and after how many `seconds` first. */
  retry?: Record<string, unknown>;
  /** `fail` or `continue`. */
  on_error?: string;
}

/** A workflow as its owner works on it. */
export class Workflow {
  /** An id, or the name of a built-in one. */
  id!: string;
  name!: string;
  description!: string | null;
  /** `active` ones let leads in, `inactive` ones are paused. */
  status!: WorkflowStatus;
  /** Of the draft. */
  steps!: WorkflowStep[];
  settings!: Record<string, unknown>;
  format!: number;
  /** The version that whoever enters runs on; null while none was published. */
  version!: number | null;
  /** What keeps the draft from being published. */
  problems!: WorkflowProblem[];
  built_in!: boolean;
  created_at!: string | null;
  updated_at!: string | null;
}

/** A workflow in a list. */
export class WorkflowSummary {
  id!: string;
  name!: string;
  description!: string | null;
  status!: WorkflowStatus;
  version!: number | null;
  built_in!: boolean;
  created_at!: string | null;
  updated_at!: string | null;
}

export class WorkflowOverview {
  /** The built-in ones first, then yours, up to 200. */
  workflows!: WorkflowSummary[];
}

export class WorkflowDeleted {
  deleted!: true;
}

/** A workflow as a file that can be kept in git, and sent to `POST /api/workflows` again. */
export class WorkflowExport {
  format!: number;
  name!: string;
  description!: string;
  settings!: Record<string, unknown>;
  steps!: WorkflowStep[];
}

/** What was published. */
export class WorkflowVersion {
  version!: number;
  note!: string | null;
  published_at!: string;
  settings!: Record<string, unknown>;
  steps!: WorkflowStep[];
}

export class WorkflowVersionQuery {
  /** How many at most. */
  @MayBeLeftOut()
  @Matches(/^(?:[1-9]\d?|100)$/, { message: 'limit must be from 1 to 100' })
  limit?: string;

  /** Only versions before this one. */
  @MayBeLeftOut()
  @Matches(/^\d{1,9}$/, { message: 'before must be the number of a version' })
  before?: string;
}

export class WebhookSecret {
  /** With this your servers verify the signatures of what workflows send them (Standard Webhooks). */
  secret!: string;
}
