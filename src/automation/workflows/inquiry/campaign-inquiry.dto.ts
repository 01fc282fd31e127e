import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsUUID,
  Matches,
  MaxLength,
} from 'class-validator';
import { GateAnswer } from '#domains/email/inquiry/inquiry.dto';
import { MESSAGE_STATES } from '#domains/email/email.dto';
import { MailAddress } from '#domains/email/mail-address.decorator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { IsJsonObject } from '#platform/http/json-object.validator';
import { PageQuery } from '#platform/http/page-query';

const trimmed = ({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value);

/** Which recipients are wanted. */
export class RecipientLogFilter {
  /** Only recipients in this state. */
  @MayBeLeftOut()
  @IsIn(MESSAGE_STATES)
  state?: (typeof MESSAGE_STATES)[number];

  /** Only those skipped for this reason; `suppressed` means every `suppressed:…`. @example 'frequency_cap' */
  @MayBeLeftOut()
  @Matches(/^[a-z_]{1,40}(?::[a-z_]{1,40})?$/, {
    message: 'skip_reason must be a reason such as frequency_cap',
  })
  skip_reason?: string;
}

/** Which page of the recipients is wanted. */
export class RecipientLogQuery extends PageQuery {
  /** Only recipients in this state. */
  @MayBeLeftOut()
  @IsIn(MESSAGE_STATES)
  state?: (typeof MESSAGE_STATES)[number];

  /** Only those skipped for this reason; `suppressed` means every `suppressed:…`. @example 'frequency_cap' */
  @MayBeLeftOut()
  @Matches(/^[a-z_]{1,40}(?::[a-z_]{1,40})?$/, {
    message: 'skip_reason must be a reason such as frequency_cap',
  })
  skip_reason?: string;
}

/** One recipient of a campaign and what became of the mail. */
export class CampaignRecipient {
  id!: string;
  lead_id!: string | null;
  email!: string;
  state!: 'queued' | 'claimed' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped';
  /** Why no mail was sent: no_consent, lead_deleted, invalid_address, suppressed:…, paused, topic_declined, frequency_cap or campaign_stopped. */
  skip_reason!: string | null;
  /** The same in a sentence. @example 'The address is on the suppression list: complaint.' */
  reason!: string | null;
  /** The variant of the campaign's experiment that this recipient gets. @example 'A' */
  variant!: string | null;
  /** How often it was taken up. */
  attempt!: number;
  smtp_code!: number | null;
  /** What the receiving server said last. */
  response!: string | null;
  /** When it is taken up next, for a queued one; null while it waits for the winner of an experiment. */
  due_at!: string | null;
  /** When its outcome was known. */
  settled_at!: string | null;
  bounced_at!: string | null;
  opened_at!: string | null;
  clicked_at!: string | null;
  unsubscribed_at!: string | null;
  created_at!: string;
}

/** Why one lead gets, has got or does not get the mail of a campaign. */
export class CampaignExplanation {
  campaign_id!: string;
  lead_id!: string;
  email!: string | null;
  /** What has become of the mail; while nothing has, what the gates say now. */
  outcome!:
    'would_be_sent' | 'waits' | 'would_be_skipped' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped';
  /** The gate that has skipped the mail; of one that is still to be sent, the first that does not let it through. @example 'suppression' */
  decided_by!: string | null;
  /** The recipient's line in the log, once there is one. */
  recipient!: CampaignRecipient | null;
  /** Every gate in the order of delivery and what it says now; those behind the one that decides are shown all the same. */
  gates!: GateAnswer[];
}

/** For whom a mail is written. */
export class RenderWish {
  /** One of your leads. */
  @MayBeLeftOut()
  @IsUUID()
  lead_id?: string;

  /** Fields of a reader who is nobody's lead: `first_name`, `company`, custom ones by their keys; a sample reader when left out too. @example { "first_name": "Ada" } */
  @MayBeLeftOut()
  @IsJsonObject()
  fields?: Record<string, unknown>;

  /** The variant of the campaign's experiment. @example 'B' */
  @MayBeLeftOut()
  @Matches(/^[A-E]$/, { message: 'variant must be a letter from A to E' })
  variant?: string;
}

/** Whom a test mail goes to, and for whom it is written. */
export class TestSendWish extends RenderWish {
  /** Up to ten addresses. @example ['me@example.com'] */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(10)
  @ArrayUnique((email: unknown) => (typeof email === 'string' ? email.trim().toLowerCase() : email))
  @Transform(({ value }: { value: unknown }) =>
    Array.isArray(value) ? value.map((one: unknown) => trimmed({ value: one })) : value,
  )
  @MailAddress({ each: true })
  @MaxLength(254, { each: true })
  to!: string[];
}
