import { IsOptional, IsString, MaxLength } from 'class-validator';
import type { MailRoute } from '#platform/web/dns/mail-routes';

/** What is to be looked at; whatever is left out is not judged. */
export class CheckContact {
  /** @example 'ada@gmial.com' */
  @IsOptional()
  @IsString()
  @MaxLength(254)
  email?: string;

  /** @example '030 123456' */
  @IsOptional()
  @IsString()
  @MaxLength(50)
  phone?: string;

  /** Whose phone number it is when it does not say: a code or an English name. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  country?: string;
}

export class PhoneQuality {
  /** Whether a number of this form could be in use. */
  valid!: boolean;
  /** As E.164 writes it. */
  normalised!: string | null;
}

/** What can be said of an address without asking anybody. */
export class AddressQuality {
  /** Whether mail can be sent to an address of this form. */
  valid!: boolean;
  /** The form in which it is compared. */
  normalised!: string | null;
  /** The address that was probably meant. */
  suggestion!: string | null;
  /** Whether it is of a service for addresses to throw away. */
  disposable!: boolean;
  /** Whether it reaches an office, such as `info@`, and no person. */
  role!: boolean;
  /** Whether anybody can have such an address, so that it tells nothing of an employer. */
  free!: boolean;
  /** The domain of the company it is of. */
  company_domain!: string | null;
}

export class CheckedAddress extends AddressQuality {
  /** Whether mail to its domain goes anywhere: `null_mx` says of itself that it takes none, `unknown` could not be asked. */
  mx!: MailRoute;
}

/** What rules, lists and name servers say of an address and a phone number; nobody else is asked. */
export class ContactQuality {
  email!: CheckedAddress | null;
  phone!: PhoneQuality | null;
}
