import { IsBoolean, IsIn, IsNumber, Max, Min, ValidateIf } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { APPROVALS, type ApproveFrom } from '../risk.js';

/** What you want to allow an agent; what is left out stays as it is. */
export class AgentSettingsChanges {
  /** Whether it takes tasks at all. */
  @MayBeLeftOut()
  @IsBoolean()
  enabled?: boolean;

  /** From which risk on you want to be asked before it goes on: `outside`, `change`, `draft`, or `never`. @example 'change' */
  @MayBeLeftOut()
  @IsIn(APPROVALS)
  approve_from?: ApproveFrom;

  /** US dollars a run may spend on models; null: no limit but your budget of the day. @example 0.5 */
  @MayBeLeftOut()
  @ValidateIf((_, value) => value !== null)
  @IsNumber({ allowInfinity: false, allowNaN: false, maxDecimalPlaces: 2 })
  @Min(0)
  @Max(10_000)
  run_budget_usd?: number | null;
}

/** What you allow an agent. */
export class AgentSettingsView {
  /** @example 'content' */
  agent!: string;
  /** @example true */
  enabled!: boolean;
  /** @example 'never' */
  approve_from!: ApproveFrom;
  /** US dollars; null: no limit but your budget of the day. */
  run_budget_usd!: number | null;
}
