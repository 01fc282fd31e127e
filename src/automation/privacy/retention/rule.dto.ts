import { ArrayMaxSize, IsArray, IsInt, IsString, Length, Max, Min, ValidateIf } from 'class-validator';
import { EachIs } from '#platform/http/each-is.decorator';

/** How long records of one kind are kept. */
export class RetentionRule {
  /** @example "agent_runs" */
  @IsString()
  @Length(1, 100)
  kind!: string;

  /** Days after which they are forgotten; null as long as the platform keeps them. */
  @ValidateIf(({ days }: RetentionRule) => days !== null)
  @IsInt()
  @Min(1)
  @Max(36_500)
  days!: number | null;
}

/** How long records are kept; kinds that are left out stay as they are. */
export class PutRetention {
  @IsArray()
  @ArrayMaxSize(50)
  @EachIs(() => RetentionRule)
  rules!: RetentionRule[];
}

/** What your rule has had forgotten of a kind. */
export class RetentionRun {
  /** When records were looked through last, to the hour where there were none to forget. */
  at!: string;
  /** How many were forgotten on that day, in UTC. */
  deleted!: number;
}

/** How long records of a kind are kept. */
export class KeptFor {
  /** @example "agent_runs" */
  kind!: string;
  /** Your own rule; null where there is none. */
  days!: number | null;
  /** Days for which the platform keeps them at most; null for ever. */
  days_at_most!: number | null;
  /** What your rule did last; null where it has not run yet. */
  last_run!: RetentionRun | null;
}

export class Retentions {
  kinds!: KeptFor[];
}
