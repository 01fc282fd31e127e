import { Transform } from 'class-transformer';
import { IsIn, IsString, IsUUID, Length } from 'class-validator';
import { MailAddress } from '#domains/email/mail-address.decorator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

const MODES = ['delete', 'anonymise'] as const;
export type ErasureMode = (typeof MODES)[number];

/** Who is to be erased, by one of three names at least, and how. */
export class ErasePerson {
  /** The address by which the person is known. */
  @MayBeLeftOut()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @MailAddress()
  email?: string;

  /** A lead that is the person. */
  @MayBeLeftOut()
  @IsUUID()
  lead_id?: string;

  /** Their number, with the code of its country. @example '+49 30 1234567' */
  @MayBeLeftOut()
  @IsString()
  @Length(5, 50)
  phone?: string;

  /** `anonymise` keeps leads and mails for their figures, without anything that says whose they were. */
  @MayBeLeftOut()
  @IsIn(MODES)
  mode: ErasureMode = 'delete';
}

/** What was erased of a person. Says nothing of who it was. */
export class PersonErasure {
  id!: string;
  /** `running`: their rows are gone, and what else was written of them is being looked for. */
  @IsIn(['running', 'completed'])
  status!: 'running' | 'completed';
  mode!: ErasureMode;
  /** A keyed SHA-256 (HMAC) of the address (else of the number or the lead), in hexadecimal digits: only the platform can tell whether it is that of an address. */
  digest!: string;
  /**
   * How many rows of which table were erased, or written over where they mentioned the person; under `files` how many
   * copies of leads were removed, which exports had left, and under `jobs` how many jobs.
   * @example { "public.leads": 1, "public.email_messages": 12, "public.proposals": 1, "files": 1 }
   */
  counts!: Record<string, number>;
  /** Ids of documents whose uploaded file mentions the person: a file is not altered, so replace it or delete the document. */
  originals!: string[];
  requested_at!: string;
  completed_at!: string | null;
}
