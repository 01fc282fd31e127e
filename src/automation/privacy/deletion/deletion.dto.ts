import { IsIn, IsInt, IsOptional, IsString, Length, Matches, Max, Min } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

/** Letters, digits and `.:_-`. */
export const REQUEST_ID = /^[\w.:-]{1,100}$/;

/** How an account is to be deleted. */
export class RequestDeletion {
  /** That it is meant: the address of the account, or `DELETE`. */
  @IsString()
  @Length(1, 320)
  confirmation!: string;

  /** Days in which it can be undone. */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(30)
  grace_days: number = 7;

  /** The id of the request, where the client has given it one. */
  @IsOptional()
  @Matches(REQUEST_ID)
  requestId?: string;
}

/** That an account is really to be deleted. */
export class ConfirmDeletion {
  /** The address of the account, or `DELETE`; checked where it is given. */
  @IsOptional()
  @IsString()
  @Length(1, 320)
  confirmation?: string;
}

/** Whether an account is to be deleted. */
export class DeletionState {
  /** `resting`: it is to be deleted, and nothing is done for it until then. */
  @IsIn(['open', 'resting'])
  state!: 'open' | 'resting';
  /** When it is deleted for good. */
  erase_at!: string | null;
}

/** An account that is closed from now on. */
export class DeletedAccount {
  message!: string;
  user_id!: string;
  /** By this id the receipt is read, without signing in: `GET /api/privacy/receipts/{id}`. */
  receipt_id!: string;
}

/** What was deleted of an account. Says nothing of whose it was. */
export class ErasureReceipt {
  id!: string;
  /** `completed`: nothing is left, and nothing that was at work when the account was closed can write any more, after some minutes. */
  status!: 'queued' | 'running' | 'completed';
  /** A keyed SHA-256 (HMAC) of the id of the user, in hexadecimal digits: only the platform can tell whether it is that of an id. */
  digest!: string;
  /**
   * How many rows of which table, and under `jobs` how many jobs, were removed.
   * @example { "public.leads": 120, "jobs": 3 }
   */
  counts!: Record<string, number>;
  /** Files that were removed from storage. */
  files!: number;
  /** What became of the user who signs in: `removed`, `absent`, or `elsewhere` where another system keeps users. */
  identity!: string | null;
  requested_at!: string;
  completed_at!: string | null;
}
