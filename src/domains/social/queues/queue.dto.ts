import {
  ArrayMaxSize,
  IsArray,
  IsInt,
  IsString,
  IsUUID,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { EachIs } from '#platform/http/each-is.decorator';

/** A time of the week at which a post may go out. */
export class NewQueueSlot {
  /** 1 is Monday, 7 is Sunday. @example 2 */
  @IsInt()
  @Min(1)
  @Max(7)
  day!: number;

  /** On clocks of the time zone. @example '09:30' */
  @Matches(/^(?:[01]\d|2[0-3]):[0-5]\d$/, { message: '$property must be a time such as 09:30' })
  time!: string;
}

/** When posts of an account are to go out. */
export class NewPostQueue {
  /** A name of the IANA database. @example 'Europe/Berlin' */
  @IsString()
  @MaxLength(60)
  timezone!: string;

  /** Each once; none at all switches the queue off. */
  @IsArray()
  @ArrayMaxSize(200)
  @EachIs(() => NewQueueSlot)
  slots!: NewQueueSlot[];
}

/** Where a post is to be queued. */
export class PostToQueue {
  /** Of your accounts, the one to post to; that of the post when it is left out. */
  @MayBeLeftOut()
  @IsUUID('all')
  account_id?: string;
}

/** A time of the week. */
export class PostQueueSlot {
  /** 1 is Monday, 7 is Sunday. */
  day!: number;
  /** @example '09:30' */
  time!: string;
}

/** When posts of an account go out. */
export class PostQueue {
  account_id!: string;
  /** @example 'Europe/Berlin' */
  timezone!: string;
  slots!: PostQueueSlot[];
  /** The next slot that no post has; null where there are no slots. @example '2030-12-03T08:30:00.000Z' */
  next_free!: string | null;
}
