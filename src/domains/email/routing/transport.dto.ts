import { OmitType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import {
  SMTP_SECURITY,
  TRANSPORT_PROVIDERS,
  type TransportProvider,
} from '#platform/channels/transports/transport';

const HOST = /^(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9.:-]*[A-Za-z0-9])?$/;
const PRINTED = /^[\x21-\x7e]{1,200}$/;

/** What a transport is made of beside its secret. Which of these are needed depends on the provider. */
export class TransportSettings {
  /** SMTP: the name or address of the server. */
  @IsOptional()
  @Matches(HOST)
  host?: string;

  /** SMTP: 25, 465, 587 or 2525. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(65_535)
  port?: number;

  /** SMTP: `tls` from the first byte, `starttls` (insisted on; the default), or `none`, which takes no login. */
  @IsOptional()
  @IsIn(SMTP_SECURITY)
  security?: 'tls' | 'starttls' | 'none';

  /** SMTP: the login. SES: the id of the access key. */
  @IsOptional()
  @Matches(PRINTED)
  username?: string;

  /** SES: the region, such as eu-west-1. */
  @IsOptional()
  @Matches(/^[a-z]{2}(?:-[a-z]+)+-\d$/)
  region?: string;

  /** SES: the configuration set that publishes events. */
  @IsOptional()
  @Matches(/^[A-Za-z0-9_-]{1,64}$/)
  configuration_set?: string;

  /** Mailgun: the sending domain. */
  @IsOptional()
  @Matches(HOST)
  domain?: string;

  /** Postmark: the message stream; `broadcast` when it is left out. */
  @IsOptional()
  @Matches(/^[a-z0-9_-]{1,30}$/)
  message_stream?: string;

  /** Where the provider's API is, if not at its usual address. */
  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  @MaxLength(300)
  base_url?: string;
}

/** What may be changed of a transport; what is left out stays as it is. */
export class UpdateTransport {
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name?: string;

  /** All of them: what is left out here is taken away. */
  @MayBeLeftOut()
  @ValidateNested()
  @Type(() => TransportSettings)
  options?: TransportSettings;

  /** The password, key or token; it is never shown again. */
  @MayBeLeftOut()
  @Matches(/^[\x20-\x7e]{1,4096}$/)
  secret?: string;

  /** An inactive one takes no mail. */
  @MayBeLeftOut()
  @IsBoolean()
  active?: boolean;

  /** At most so many mails a minute; null for no limit. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  per_minute?: number | null;

  /** At most so many mails a day (UTC); what is left waits for the next day. Null for no limit. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000_000)
  per_day?: number | null;
}

export class CreateTransport extends OmitType(UpdateTransport, ['name', 'secret']) {
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name!: string;

  /** Whose account it is, or `smtp` for a mail server. */
  @IsIn(TRANSPORT_PROVIDERS)
  provider!: 'smtp' | 'resend' | 'sendgrid' | 'postmark' | 'ses' | 'mailgun' | 'brevo';

  /** The password, key or token; it is never shown again. An SMTP server without a login needs none. */
  @MayBeLeftOut()
  @Matches(/^[\x20-\x7e]{1,4096}$/)
  secret?: string;
}

/** A way out for mail. */
export class MailTransport {
  id!: string;
  name!: string;
  provider!: TransportProvider;
  options!: TransportSettings;
  active!: boolean;
  per_minute!: number | null;
  per_day!: number | null;
  created_at!: string;
  updated_at!: string;
}

/** What came of asking a transport whether it would take mail. */
export class TransportTest {
  ok!: boolean;
  /** What it said when it would not. */
  problem!: string | null;
}

export class TransportDeleted {
  deleted!: true;
}
