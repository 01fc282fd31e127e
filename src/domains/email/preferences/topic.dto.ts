import { IsInt, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

/** Something an owner writes about. A campaign names it as `topic_id` in its settings. */
export class CreateTopic {
  /** As readers see it. */
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name!: string;

  /** What it is about, and how often; shown beside its name. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(500)
  description?: string;

  /** Its place in the list that readers see, the lowest first. */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(1_000)
  position?: number;
}

/** A topic as it is to stand from now on. */
export class ReplaceTopic extends CreateTopic {}

/** Something an owner writes about. */
export class MailTopic {
  id!: string;
  name!: string;
  description!: string;
  position!: number;
  created_at!: string;
}

export class TopicDeleted {
  deleted!: true;
}
