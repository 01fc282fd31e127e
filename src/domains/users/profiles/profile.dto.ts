import { IsOptional, IsString, IsUrl, Matches, MaxLength, ValidateIf } from 'class-validator';

/** No control characters: a name is one line. */
const ONE_LINE = /^\P{Cc}*$/u;
const PHONE = /^\+?[0-9 ()./-]{3,32}$/;

/** What is to change of a profile; null empties it, and what is left out stays. */
export class ChangeProfile {
  @IsOptional()
  @ValidateIf((_, value) => value !== null)
  @IsString()
  @MaxLength(100)
  @Matches(ONE_LINE)
  first_name?: string | null;

  @IsOptional()
  @ValidateIf((_, value) => value !== null)
  @IsString()
  @MaxLength(100)
  @Matches(ONE_LINE)
  last_name?: string | null;

  /** Where a picture of the user lies. */
  @IsOptional()
  @ValidateIf((_, value) => value !== null)
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true, require_tld: false })
  @MaxLength(2_000)
  avatar_url?: string | null;

  /** @example "+49 30 123456" */
  @IsOptional()
  @ValidateIf((_, value) => value !== null)
  @Matches(PHONE)
  phone?: string | null;
}

/** What a user says of themselves. */
export class Profile {
  id!: string;
  /** As the token says. */
  email!: string | null;
  first_name!: string | null;
  last_name!: string | null;
  avatar_url!: string | null;
  phone!: string | null;
  /** Null while nothing has been said. */
  created_at!: string | null;
  updated_at!: string | null;
}

/** A role that an operator has given. */
export class UserRole {
  /** @example "admin" */
  role!: string;
  company_id!: string | null;
  created_at!: string;
}
