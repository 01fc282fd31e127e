import { IsString, MaxLength, MinLength } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';

/** How a file is called that is sent as the body itself. */
export class MailFileQuery {
  /** With its ending; where a form is sent, what the form says is used without it. @example 'price-list.pdf' */
  @MayBeLeftOut()
  @IsString()
  @MinLength(1)
  @MaxLength(500)
  name?: string;
}

/** A file that may be attached to mails. */
export class MailFile {
  id!: string;
  /** As recipients see it. @example 'price-list.pdf' */
  name!: string;
  /** @example 'application/pdf' */
  media_type!: string;
  bytes!: number;
  /** Of its content, in hexadecimal digits. */
  sha256!: string;
  created_at!: string;
}

/** The file is gone; mail that had it was sent. */
export class MailFileDeleted {
  deleted!: true;
}
