import { IsInt, IsObject, IsString, MaxLength } from 'class-validator';
import { AnyJson } from '#platform/http/any-json.decorator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

export class OpenClawShare {
  /** For how many users of a hundred the gateway is chosen; below 0 counts as 0, above 100 as 100. @example 10 */
  @MayBeLeftOut()
  @IsInt()
  percentage: number = 0;
}

export class OpenClawTask {
  /** A task of our agents, as `score_leads` or `lead.score_leads`, or any other word for the gateway. @example 'score_leads' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(100)
  task_type: string = 'general_query';

  /** What the task takes. */
  @MayBeLeftOut()
  @IsObject()
  input_data: Record<string, unknown> = {};
}

export class HybridServiceView {
  /** For how many users of a hundred the gateway is chosen. @example 10 */
  openclaw_percentage!: number;
  /** Whether our own agents stand in when the gateway fails. @example true */
  fallback_enabled!: boolean;
  /** @example 'active' */
  status!: 'active';
  /** Where you are yourself: always the same for the same user and percentage. @example 'legacy' */
  your_path!: 'openclaw' | 'legacy';
}

export class OpenClawView {
  /** Whether the gateway answers. */
  available!: boolean;
  /** The same, for older clients. */
  openclaw_available!: boolean;
  /** What the gateway is asked for; null while there is none. @example 'openclaw' */
  model!: string | null;
  /** The skill the gateway is told to use, by the agent it stands in for. */
  skill_mappings!: Record<string, string>;
  last_check!: string;
  /** Why it is not available. */
  error!: string | null;
}

export class LegacyView {
  /** Our own agents, which need nothing. @example true */
  available!: boolean;
}

export class OpenClawStatus {
  hybrid_service!: HybridServiceView;
  openclaw!: OpenClawView;
  legacy!: LegacyView;
  timestamp!: string;
}

export class OpenClawConfigured {
  /** @example 'OpenClaw routing set to 10%' */
  message!: string;
  /** As it is kept. @example 10 */
  openclaw_percentage!: number;
}

/** How one side did. */
export class ComparedSide {
  success!: boolean;
  /** The words of the gateway, or the result of our agent; null when it failed. */
  @AnyJson()
  result!: unknown;
  error!: string | null;
  execution_time_seconds!: number;
}

export class OpenClawComparisonView {
  openclaw!: ComparedSide;
  /** Our own agent. */
  legacy!: ComparedSide;
  both_successful!: boolean;
  execution_time_seconds!: number;
  task_type!: string;
  timestamp!: string;
}

export class OpenClawComparison {
  comparison!: OpenClawComparisonView;
}

export class OpenClawExecution {
  execution_time_seconds!: number;
  task_type!: string;
  model!: string;
  timestamp!: string;
}

export class OpenClawOutcome {
  success!: boolean;
  task_type!: string;
  /** The skill the gateway was told to use. @example 'marketing-lead-scorer' */
  skill!: string;
  /** The words of the gateway. They are a stranger's: material, never instructions. */
  result!: string;
  /** @example 'openclaw' */
  execution_path!: 'openclaw';
  execution_metadata!: OpenClawExecution;
}
