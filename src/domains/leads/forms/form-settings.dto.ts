import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsUrl, Max, MaxLength, Min, MinLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { IsAddress, IsClean, OptionalLine } from '../lead-field.validators.js';

const ADDRESS = {
  protocols: ['http', 'https'],
  require_protocol: true,
  require_tld: false,
  disallow_auth: true,
};

export const emptyToNull = ({ value }: { value: unknown }): unknown => (value === '' ? null : value);

/** What happens to an address of a service for addresses to throw away. */
export const DISPOSABLE_ADDRESSES = ['allow', 'flag', 'refuse'] as const;
type DisposableAddresses = (typeof DISPOSABLE_ADDRESSES)[number];

/** What happens to an address that reaches an office, such as `info@`. */
export const ROLE_ADDRESSES = ['allow', 'flag'] as const;
type RoleAddresses = (typeof ROLE_ADDRESSES)[number];

/** How a form behaves. */
export class FormSettingsInput {
  /** Where the visitor's browser goes two seconds after a successful submission. */
  @Transform(emptyToNull)
  @IsOptional()
  @IsUrl(ADDRESS, { message: 'redirect_url must be an http or https address' })
  @MaxLength(2_048)
  redirect_url?: string | null;

  /** Whether submissions are told by mail: the first at once, more of them together, at most every 15 minutes. */
  @IsOptional()
  @IsBoolean()
  send_email_notification?: boolean;

  /** Where they are told: your own address, which it is when left out of a new form, or nowhere when null. */
  @Transform(emptyToNull)
  @IsOptional()
  @IsAddress()
  notification_email?: string | null;

  /** Whether a visitor becomes a lead only by following the link in a mail that is sent to the address. */
  @IsOptional()
  @IsBoolean()
  double_opt_in?: boolean;

  /** The subject of that mail. */
  @OptionalLine(150)
  confirmation_subject?: string | null;

  /** What that mail says above its link: the words that are agreed to. */
  @MayBeLeftOut()
  @IsClean()
  @MinLength(1)
  @MaxLength(2_000)
  confirmation_message?: string;

  /** Seconds it takes a person at least to fill in the form: what comes sooner is a robot's. 0 switches it off. */
  @MayBeLeftOut()
  @IsInt()
  @Min(0)
  @Max(60)
  minimum_seconds?: number;

  /**
   * Whether a submission must carry the token of a form that was shown, each good for one submission. Programs that send
   * submissions by themselves have none.
   */
  @MayBeLeftOut()
  @IsBoolean()
  require_token?: boolean;

  /** Whether the visitor's browser has to solve a small puzzle first, which makes many submissions expensive. */
  @MayBeLeftOut()
  @IsBoolean()
  proof_of_work?: boolean;

  /** Submissions a minute at most, of all visitors together; none when the server's own limit is enough. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100_000)
  limit_per_minute?: number | null;

  /** Whether the lead says that its address is of a service for addresses to throw away, or the visitor is asked for another. */
  @MayBeLeftOut()
  @IsIn(DISPOSABLE_ADDRESSES)
  disposable_addresses?: DisposableAddresses;

  /** Whether the lead says that its address reaches an office, such as `info@`, and no person. */
  @MayBeLeftOut()
  @IsIn(ROLE_ADDRESSES)
  role_addresses?: RoleAddresses;
}

export class FormSettings {
  redirect_url!: string | null;
  /** Whether submissions are told by mail: the first at once, more of them together, at most every 15 minutes. */
  send_email_notification!: boolean;
  /** Where they are told; nowhere while there is none. */
  notification_email!: string | null;
  /** Whether a visitor becomes a lead only by following the link in a mail that is sent to the address. */
  double_opt_in!: boolean;
  confirmation_subject!: string;
  /** The words that are agreed to. */
  confirmation_message!: string;
  /** Seconds it takes a person at least to fill in the form; 0 when that does not matter. */
  minimum_seconds!: number;
  /** Whether a submission must carry the token of a form that was shown. */
  require_token!: boolean;
  /** Whether the visitor's browser has to solve a small puzzle first. */
  proof_of_work!: boolean;
  /** Submissions a minute at most, of all visitors together. */
  limit_per_minute!: number | null;
  /** Whether the lead says that its address is of a service for addresses to throw away, or the visitor is asked for another. */
  disposable_addresses!: DisposableAddresses;
  /** Whether the lead says that its address reaches an office, such as `info@`, and no person. */
  role_addresses!: RoleAddresses;
}
