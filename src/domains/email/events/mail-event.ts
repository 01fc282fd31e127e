/** Who tells us what became of mail. `generic` is any mail server that posts our own form of it. */
export const EVENT_PROVIDERS = [
  'sendgrid',
  'postmark',
  'mailgun',
  'resend',
  'brevo',
  'ses',
  'generic',
] as const;
export type EventProvider = (typeof EVENT_PROVIDERS)[number];

/** Soft bounces of an address in different mails, none of which reached it, before it is written to no more. */
export const SOFT_BOUNCES_AT_MOST = 5;

export type MailEventKind =
  'sent' | 'delivered' | 'opened' | 'clicked' | 'bounced' | 'soft_bounced' | 'complained' | 'unsubscribed';

/** One thing that happened to one mail, in our words, whoever told us. */
export interface MailEvent {
  /** By which the provider's event is known again. */
  readonly id: string;
  readonly kind: MailEventKind;
  /** The message, by our own id. */
  readonly messageId: string | null;
  /** The message, by the provider's id. */
  readonly providerId: string | null;
  /** The recipient, in lower case. */
  readonly email: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly reason: string | null;
  readonly link: string | null;
  readonly userAgent: string | null;
  /** A machine that looks ahead, or a proxy. */
  readonly isMachine: boolean;
}
