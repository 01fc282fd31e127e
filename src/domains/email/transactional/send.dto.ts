import { IsBoolean, IsIn, IsInt, IsString, IsUUID, Max, MaxLength, Min, MinLength } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { IsInstant } from '#platform/http/instant.validator';
import { IsJsonObject } from '#platform/http/json-object.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { MailingRecipient } from '../email.dto.js';
import { MailAddress } from '../mail-address.decorator.js';
import { LONGEST_BODY, LONGEST_SUBJECT } from '../templates/email-template.dto.js';
import { AreAttachments } from '../files/attachments.decorator.js';
import { IsRecipientData, IsRecipients } from './recipients.validator.js';

const CATEGORIES = ['transactional', 'marketing'] as const;

/** What single mails have in common. */
class SingleMailWish {
  /** The revision of the template; the one that is live when left out. */
  @MayBeLeftOut()
  @IsInt()
  @Min(1)
  @Max(999_999_999)
  template_version?: number;

  /** Refuses the mail when the recipient lacks a field that it needs, and that has no default. */
  @MayBeLeftOut()
  @IsBoolean()
  strict?: boolean;

  /** The address of one of your identities, from which it is sent; the sender of the platform when left out. @example 'news@example.com' */
  @MayBeLeftOut()
  @MailAddress()
  from_email?: string;

  /** Not before this moment. @example '2026-12-01T09:00:00Z' */
  @MayBeLeftOut()
  @IsInstant()
  scheduled_at?: string;

  /** Ids of your files (`/api/email/files`), up to ten with 10 MiB together; those of the template when left out. */
  @MayBeLeftOut()
  @AreAttachments()
  attachments?: string[];

  /**
   * `transactional` is what the recipient has asked for: it needs no consent to marketing and no frequency cap holds it. Addresses that
   * refuse mail, have complained or were suppressed by hand get neither.
   */
  @MayBeLeftOut()
  @IsIn(CATEGORIES)
  category: (typeof CATEGORIES)[number] = 'transactional';

  /**
   * As those of a campaign: `frequency_cap {max, hours}`, `quiet_hours {start, end, timezone}`, `throttle_per_minute`, `topic_id`.
   * @example { "frequency_cap": { "max": 2, "hours": 24 } }
   */
  @MayBeLeftOut()
  @IsJsonObject()
  settings?: Record<string, unknown>;
}

/** A mail to one or several recipients, each of whom gets it alone. */
export class SendMail extends SingleMailWish {
  /** One address, or up to a hundred. @example ['ada@example.com'] */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' }, maxItems: 100 }] })
  @IsRecipients()
  to!: string | string[];

  /** Liquid; that of the template when left out. @example 'Your order {{ order }}' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_SUBJECT)
  subject?: string;

  /** Liquid in HTML, or plain text whose paragraphs are marked up; that of the template when left out. */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST_BODY)
  body?: string;

  /** Derived from the body when left out. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(LONGEST_BODY)
  text?: string;

  /** What inboxes show behind the subject: Liquid. */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(500)
  preheader?: string;

  /** One of your templates, or `welcome` or `newsletter`. */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  template_id?: string;

  /** What the words are filled with. @example {"first_name": "Ada", "order": "4711"} */
  @MayBeLeftOut()
  @IsJsonObject()
  fields?: Record<string, unknown>;
}

/** A template, filled for one recipient. */
export class SendPersonalized extends SingleMailWish {
  /** One of your templates, or `welcome` or `newsletter`. @example 'welcome' */
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  template_id!: string;

  /** The address as `email`, and what the template is filled with. @example {"email": "ada@example.com", "first_name": "Ada"} */
  @IsRecipientData()
  @IsJsonObject()
  recipient_data!: Record<string, unknown>;

  /** A campaign of yours that has its mailing: the mail is shown as one of its. */
  @MayBeLeftOut()
  @IsUUID('all')
  campaign_id?: string;
}

/** What becomes of the mail to one address. */
export class RecipientOutcome {
  to!: string;
  /** Of the message: `/api/email/messages/{email_id}` tells what became of it. */
  email_id!: string;
  /** `skipped` is not sent. */
  status!: 'queued' | 'skipped';
  /** Why it is not sent: suppressed:…, no_consent or invalid_address. @example 'suppressed:hard_bounce' */
  reason!: string | null;
  /** The same was asked for before under this Idempotency-Key; nothing was added. */
  already!: boolean;
}

/** The mails are kept and will be handed over, or are known not to be. */
export class MailQueued {
  /** @example 'Email queued for sending' */
  message!: string;
  /** Of the first message. */
  email_id!: string;
  emails!: RecipientOutcome[];
  queued!: number;
  skipped!: number;
  /** Null for as soon as possible. */
  scheduled_at!: string | null;
}

/** The mail is kept and will be handed over, or is known not to be. */
export class PersonalizedMailQueued {
  email_id!: string;
  /** What it will be handed to. @example 'smtp' */
  provider!: string;
  /** `skipped` is not sent. */
  mail_status!: 'queued' | 'skipped';
  /** Why it is not sent. */
  reason!: string | null;
  /** When it was accepted by the receiving server; null as long as it was not. */
  sent_at!: string | null;
  scheduled_at!: string | null;
}

/** A message and what it was made from. */
export class EmailMessage extends MailingRecipient {
  subject!: string;
  template_id!: string | null;
  template_version!: number | null;
  /** Whether the recipient has asked for it. */
  transactional!: boolean;
}
