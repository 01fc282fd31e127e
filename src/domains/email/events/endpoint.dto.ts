import { OmitType } from '@nestjs/swagger';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsIP,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  MinLength,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { EVENT_PROVIDERS, type EventProvider } from './mail-event.js';

/** What may be changed of an endpoint; what is left out stays as it is. */
export class UpdateEndpoint {
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name?: string;

  /**
   * What the provider signs with, as it shows it: SendGrid its public key, Mailgun its webhook signing key, Resend the secret of
   * the webhook (`whsec_…`). Postmark, Brevo and `generic` use the password or token that you give them. SES needs none.
   */
  @MayBeLeftOut()
  @Matches(/^[\x21-\x7e]{1,1000}$/)
  secret?: string;

  /** Only these addresses may send, where the provider names its own: up to 50. */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(50)
  @IsIP(undefined, { each: true })
  addresses?: string[];

  /** SES: the topic of SNS that may send; the first one that is confirmed when nothing is said. */
  @IsOptional()
  @Matches(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}$/)
  topic?: string | null;

  /** An inactive endpoint answers like one that does not exist. */
  @MayBeLeftOut()
  @IsBoolean()
  active?: boolean;
}

export class CreateEndpoint extends OmitType(UpdateEndpoint, ['name']) {
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name!: string;

  /** Who sends events. `generic` is any mail server: it posts `{"type": "hard", "email": "…"}` and the like. */
  @IsIn(EVENT_PROVIDERS)
  provider!: 'sendgrid' | 'postmark' | 'mailgun' | 'resend' | 'brevo' | 'ses' | 'generic';
}

/** Where a provider sends what became of mail. */
export class EventEndpoint {
  id!: string;
  name!: string;
  provider!: EventProvider;
  /** What to enter at the provider. */
  url!: string;
  addresses!: string[];
  topic!: string | null;
  active!: boolean;
  /** Events taken so far, without those that came again. */
  events_count!: number;
  last_event_at!: string | null;
  created_at!: string;
}

/** An endpoint, with the secret when we have made it: it is shown this once. */
export class NewEndpoint extends EventEndpoint {
  /** For Postmark and `generic` a password, for Brevo a token, where none was given; else null. */
  secret!: string | null;
}

export class EndpointDeleted {
  deleted!: true;
}

/** What became of events that were sent. */
export class EventReceipt {
  /** How many were new. */
  taken!: number;
}
