import { IsBoolean, IsIn } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { Passage } from '../clean.decorators.js';

/** Something to say on a ticket. */
export class NewMessage {
  /** Plain text. @example 'Please try again with the file saved as CSV.' */
  @Passage(20_000)
  body!: string;

  /** `internal` is read by administrators alone, and only they may write it. */
  @MayBeLeftOut()
  @IsIn(['public', 'internal'])
  visibility: 'public' | 'internal' = 'public';

  /** Of a public answer of the desk: whether the desk now waits for the customer; it does if this is left out. */
  @MayBeLeftOut()
  @IsBoolean()
  waiting?: boolean;
}

/** An answer of somebody who came by the link in a mail. */
export class GuestMessage {
  /** Plain text. @example 'Thank you, that did it.' */
  @Passage(10_000)
  body!: string;
}

/** A file that came with a mail. */
export class MessageAttachment {
  id!: string;
  /** @example 'screenshot.png' */
  name!: string;
  /** As the sender called it; it is only ever given out as a download. @example 'image/png' */
  media_type!: string;
  bytes!: number;
}

/** What was said on a ticket. */
export class TicketMessage {
  id!: string;
  ticket_id!: string;
  visibility!: 'public' | 'internal';
  /** `desk` where the product itself has noted something. */
  author!: 'customer' | 'agent' | 'desk';
  author_name!: string | null;
  /** Plain text. */
  body!: string;
  /** Of a mail with formatting: HTML without scripts, forms and pictures. */
  html!: string | null;
  channel!: 'web' | 'email';
  /** Whether a machine answered by itself. */
  automatic!: boolean;
  attachments!: MessageAttachment[];
  /** What became of the mail with it; null where there is none, and for whoever is no administrator. */
  mail!: 'queued' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped' | null;
  created_at!: string;
}

export class MessageList {
  /** Newest first. */
  messages!: TicketMessage[];
  next_cursor!: string | null;
}

export class MessageWritten {
  /** @example 'Message added' */
  message!: string;
  entry!: TicketMessage;
}
