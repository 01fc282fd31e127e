import { ArrayMaxSize, ArrayMinSize, IsArray, IsString, MaxLength, MinLength } from 'class-validator';
import { MailAddress } from '#domains/email/mail-address.decorator';
import { IsInstant } from '#platform/http/instant.validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

/** A mail campaign to named recipients. */
export class NewEmailCampaign {
  /** @example 'Spring news' */
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  name!: string;

  /** Liquid; that of the template when left out. @example 'Spring at {{ company }}' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(998)
  subject?: string;

  /** Liquid in HTML, or plain text. Left out where `template_id` is given. */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(200_000)
  content?: string;

  /** One of your templates, or `welcome` or `newsletter`. */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  template_id?: string;

  /** Addresses; those that are no leads of yours yet become leads. @example ['ada@example.com'] */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  @MailAddress({ each: true })
  recipients!: string[];

  /** When it is to start once it is launched. @example '2026-12-01T09:00:00Z' */
  @MayBeLeftOut()
  @IsInstant()
  send_time?: string;
}

/** The campaign as a draft: `POST /api/campaigns/{id}/launch` sends it. */
export class EmailCampaignMade {
  id!: string;
  name!: string;
  /** @example 'draft' */
  status!: string;
  template_id!: string | null;
  /** How many leads it is for. */
  recipients!: number;
  /** How many of these became leads by this. */
  leads_created!: number;
  /** When it starts once it is launched; null for at once. */
  send_time!: string | null;
  created_at!: string;
}
