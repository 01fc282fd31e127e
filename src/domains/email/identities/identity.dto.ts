import { OmitType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  IsFQDN,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateNested,
} from 'class-validator';
import { IsDay } from '#platform/http/day.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { MailAddress } from '../mail-address.decorator.js';

const lowerCased = ({ value }: { value: unknown }) =>
  typeof value === 'string' ? value.trim().toLowerCase() : value;
const trimmed = ({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value);

/** A new sender begins with few mails a day and sends more each day. What is over waits for the next day. */
export class WarmUpPlan {
  /**
   * The first day, UTC.
   * @example '2026-11-28'
   */
  @IsDay()
  from!: string;

  /** Mails of the first day. */
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  start!: number;

  /** How many times as many each day as on the day before; 1 to 10. */
  @IsNumber({ allowNaN: false, allowInfinity: false })
  @Min(1)
  @Max(10)
  growth!: number;

  /** Mails of a day at which the plan is over. */
  @IsInt()
  @Min(1)
  @Max(100_000_000)
  target!: number;
}

/** What may be changed of an identity; what is left out stays as it is. */
export class UpdateIdentity {
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name?: string;

  /** Whom a mail says it is from, unless its campaign says otherwise. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  from_name?: string | null;

  /** Where answers go; to the address itself when there is none. */
  @IsOptional()
  @Transform(trimmed)
  @MailAddress()
  reply_to?: string | null;

  /** At most so many mails a minute; null for no limit. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  per_minute?: number | null;

  /** At most so many mails a day (UTC); null for no limit. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000_000)
  per_day?: number | null;

  /** How a new sender begins; null for none. */
  @IsOptional()
  @ValidateNested()
  @Type(() => WarmUpPlan)
  warm_up?: WarmUpPlan | null;

  /**
   * A name below the domain of the address, such as `links.shop.example`, that links and pictures in its mail go by once it leads
   * here; null for none.
   */
  @IsOptional()
  @Transform(lowerCased)
  @IsFQDN({ require_tld: true })
  @MaxLength(253)
  tracking_domain?: string | null;
}

export class CreateIdentity extends OmitType(UpdateIdentity, ['name']) {
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  name!: string;

  /** The address mail is sent from. It sends nothing before it has been shown to be yours. */
  @Transform(trimmed)
  @MailAddress()
  from_email!: string;
}

/** A record to publish at the name servers of the domain. */
export class PublishedRecord {
  type!: 'TXT' | 'MX' | 'CNAME';
  name!: string;
  value!: string;
}

/** A day of a warm-up and how many mails may leave on it. */
export class PlannedDay {
  day!: string;
  mails!: number;
}

/** A sender of mail. */
export class MailIdentity {
  id!: string;
  name!: string;
  from_name!: string | null;
  from_email!: string;
  reply_to!: string | null;
  /** Nothing is sent before the address has been shown to be its owner's. */
  verified!: boolean;
  verified_by!: 'link' | 'dns' | null;
  verified_at!: string | null;
  /** Whether mail is signed: once the key has been found at the name servers. */
  dkim_active!: boolean;
  /** Where the key that signs is to be published. */
  dkim_record!: PublishedRecord;
  /** What shows that the domain is yours, in place of the link. */
  verification_record!: PublishedRecord;
  /** The name that links in its mail are to go by. */
  tracking_domain!: string | null;
  /** Whether they do: once the name was found to lead here. */
  tracking_active!: boolean;
  tracking_verified_at!: string | null;
  /** What makes the name lead here; null without one. */
  tracking_record!: PublishedRecord | null;
  per_minute!: number | null;
  per_day!: number | null;
  warm_up!: WarmUpPlan | null;
  created_at!: string;
  updated_at!: string;
}

/** One thing that receivers look at. */
export class SendingDomainCheck {
  /**
   * `return_path` is the domain that mail comes back to which cannot be delivered, where that is a mailbox of the platform: its SPF, where
   * its mail goes, and whether it speaks for your domain under DMARC (relaxed: both are of one registered domain). Where it does not, the
   * signature alone does; unsigned mail then comes back to its sender, and no bounce of it is counted.
   */
  about!: 'verification' | 'spf' | 'dkim' | 'dmarc' | 'mx' | 'return_path' | 'tracking';
  /** `unknown` when the name servers did not answer. */
  state!: 'ok' | 'missing' | 'wrong' | 'unknown';
  /** What was found there. */
  found!: string[];
  /** What to do; null when there is nothing to do. */
  advice!: string | null;
  /** What to publish; null when there is nothing to publish. */
  record!: PublishedRecord | null;
}

/** What name servers say of the domain of an identity. */
export class SendingDomain {
  domain!: string;
  /** Whether nothing is missing or wrong. */
  ok!: boolean;
  checks!: SendingDomainCheck[];
  /** The identity as it stands now: found records verify it and switch its signature on. */
  identity!: MailIdentity;
}

/** A warm-up, day by day. */
export class WarmUpDays {
  days!: PlannedDay[];
}

export class LinkSent {
  sent!: true;
}

export class IdentityDeleted {
  deleted!: true;
}
