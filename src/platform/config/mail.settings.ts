import { Transform } from 'class-transformer';
import { IsEmail, IsOptional, IsUrl, Matches } from 'class-validator';
import { json } from './settings.transforms.js';
import { AreMailEvents, AreMailTransports } from './settings.validators.js';
import { SupportSettings } from './support.settings.js';

/** One of the platform's own providers of mail, beside `SMTP_URL`. */
export interface MailTransportSetting {
  readonly name: string;
  readonly provider: string;
  readonly secret: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/** Where a provider whose account is the platform's own sends what became of mail. */
export interface MailEventsSetting {
  readonly provider: string;
  /** The last part of the address that it sends to. */
  readonly key: string;
  readonly secret: string;
  readonly addresses: readonly string[];
  readonly topic: string | null;
}

/** The settings of the platform's own ways out for mail. */
export class MailSettings extends SupportSettings {
  @Transform(json)
  @AreMailTransports()
  readonly MAIL_TRANSPORTS: readonly MailTransportSetting[] = [];

  @Transform(json)
  @AreMailEvents()
  readonly MAIL_EVENTS: readonly MailEventsSetting[] = [];

  @IsOptional()
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  readonly SNS_URL: string | undefined = undefined;

  @IsOptional()
  @IsUrl({ protocols: ['imap', 'imaps'], require_protocol: true, require_tld: false })
  readonly BOUNCE_IMAP_URL: string | undefined = undefined;

  @IsOptional()
  @IsEmail()
  @Matches(/^[^@+]{1,20}@/, {
    message: 'BOUNCE_ADDRESS must have at most 20 characters before the @, and no +',
  })
  readonly BOUNCE_ADDRESS: string | undefined = undefined;
}
