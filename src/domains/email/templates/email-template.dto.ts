import { IsIn, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

export const EMAIL_TYPES = [
  ...(['welcome', 'nurture', 'promotional', 'abandoned_cart', 're_engagement'] as const),
  ...(['newsletter', 'transactional', 'follow_up'] as const),
] as const;

/** A subject and bodies in Liquid, kept for later use. */
export class EmailTemplate {
  id!: string;
  name!: string;
  email_type!: string;
  subject!: string;
  html_content!: string;
  text_content!: string | null;
  /** Comes with the product and belongs to nobody. */
  built_in!: boolean;
  created_at!: string | null;
}

export class EmailTemplates {
  templates!: EmailTemplate[];
  next_cursor!: string | null;
}

export class NewEmailTemplate {
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  name!: string;

  @IsOptional()
  @IsIn(EMAIL_TYPES)
  email_type: (typeof EMAIL_TYPES)[number] = 'promotional';

  /** Liquid: `Hello {{ first_name | default: "there" }}`. */
  @IsString()
  @MinLength(1)
  @MaxLength(998)
  subject!: string;

  /** Liquid in HTML, or plain text whose paragraphs are marked up. */
  @IsString()
  @MinLength(1)
  @MaxLength(200_000)
  html_content!: string;

  /** Derived from the HTML when left out. */
  @IsOptional()
  @IsString()
  @MaxLength(200_000)
  text_content?: string;
}
