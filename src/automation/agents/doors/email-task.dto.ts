import { IsArray, ArrayMaxSize, IsString, MaxLength, MinLength } from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import { Provenance } from '#platform/ai/provenance.dto';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { IsAudience } from './audience.validator.js';

/** What a mail is to be about. */
export class GenerateMail {
  /** `welcome`, `newsletter`, `promotional` and the like. @example 'newsletter' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(100)
  campaign_type?: string;

  /** Whom it is for, in words or as an object. @example 'people with a small garden' */
  @ApiProperty({ oneOf: [{ type: 'string' }, { type: 'object', additionalProperties: true }] })
  @MayBeLeftOut()
  @IsAudience()
  audience?: string | Record<string, unknown>;

  /** @example 'Spring sale of garden tools' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(2_000)
  topic?: string;

  /** @example 'casual' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  tone?: string;

  /** What has to be said. @example ['A fifth off all spades'] */
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  @MinLength(1, { each: true })
  @MaxLength(1_000, { each: true })
  key_messages?: string[];

  /** What the reader is asked to do. @example 'Order today' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(300)
  call_to_action?: string;
}

/** A line and what it is worth. */
export class ScoredLine {
  text!: string;
  /** 0 to 100, by the rules that headlines are judged by: an estimate. @example 72 */
  score!: number;
}

/** The words of a mail. */
export class GeneratedMail {
  /** The subject line with the best score. */
  subject!: string;
  /** The best first. */
  subject_lines!: ScoredLine[];
  /** HTML in Liquid. */
  content!: string;
  /** What inboxes show behind the subject. */
  preview!: string;
  /** The scores are estimates. @example true */
  estimated!: boolean;
  /** False when templates wrote it, because no provider is configured. */
  ai!: boolean;
  provenance!: Provenance;
}

/** A subject line or a call to action. */
export class VaryMail {
  /** @example 'Our spring sale begins' */
  @IsString()
  @MinLength(1)
  @MaxLength(20_000)
  base_content!: string;
}

/** Three variants, each with another idea. */
export class MailVariants {
  variants!: ScoredLine[];
  /** The scores are estimates. @example true */
  estimated!: boolean;
  /** False when rules wrote them, because no provider is configured. */
  ai!: boolean;
  provenance!: Provenance;
}
