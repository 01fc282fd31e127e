import { Type } from 'class-transformer';
import { IsInt, IsObject, IsUUID, Max, Min, ValidateNested } from 'class-validator';
import { UpdateLead } from '#domains/leads/lead.dto';
import { IsInstant } from '#platform/http/instant.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import type { WorkflowProblem } from '../definitions/workflow.dto.js';

/** With whom, from when and along which ways a workflow is walked through. */
export class SimulateWorkflow {
  /** One of your leads. */
  @MayBeLeftOut()
  @IsUUID()
  lead_id?: string;

  /** A lead that there is not: its fields. @example { "first_name": "Ada", "email": "ada@example.com", "tags": ["demo"] } */
  @MayBeLeftOut()
  @IsObject()
  @ValidateNested()
  @Type(() => UpdateLead)
  lead?: UpdateLead;

  /** When it begins; now, if it is left out. @example '2026-12-01T08:00:00Z' */
  @MayBeLeftOut()
  @IsInstant()
  start?: string;

  /** By steps, the way out that is to be taken. @example { "opened": "happened" } */
  @MayBeLeftOut()
  @IsObject()
  outcomes?: Record<string, string>;

  /** A version that was published; the draft, if it is left out. */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(2_147_483_647)
  version?: number;
}

class SimulatedStep {
  step!: string;
  type!: string;
  title!: string | null;
  /** When it is come to. */
  at!: string;
  /** When it goes on. */
  until!: string;
  /** The way out that is taken; null at an end. */
  exit!: string | null;
  /** Whether that was asked for. */
  forced!: boolean;
  /** What would be sent or changed. */
  would!: Record<string, unknown> | null;
}

export class Simulation {
  path!: SimulatedStep[];
  /** Why it is over: `end`, `goal`, `exit` or the reason that the step gives. */
  ended!: string;
  ends_at!: string;
  /** What keeps it from being published; then there is no path. */
  problems!: WorkflowProblem[];
}
