/** Who takes our mail. */
export const TRANSPORT_PROVIDERS = [
  'smtp',
  'resend',
  'sendgrid',
  'postmark',
  'ses',
  'mailgun',
  'brevo',
] as const;
export type TransportProvider = (typeof TRANSPORT_PROVIDERS)[number];

export const SMTP_SECURITY = ['tls', 'starttls', 'none'] as const;

/** What a way out is made of, beside its secret. Each provider reads what it needs of it. */
export interface TransportOptions {
  /** SMTP: the server. */
  readonly host?: string;
  readonly port?: number;
  readonly security?: (typeof SMTP_SECURITY)[number];
  /** SMTP: the login; SES: the id of the access key. */
  readonly username?: string;
  /** SES: the region. */
  readonly region?: string;
  readonly configuration_set?: string;
  /** Mailgun: the sending domain. */
  readonly domain?: string;
  /** Postmark: the stream; `broadcast` when nothing is said. */
  readonly message_stream?: string;
  /** Where the API is, if not at its usual address. */
  readonly base_url?: string;
}

/** A way out: an account with a provider, or an SMTP server. */
export interface Transport {
  readonly provider: TransportProvider;
  readonly options: TransportOptions;
  /** Password, key or token. */
  readonly secret: string;
}

/** Which options each provider cannot do without. */
export const NEEDED_OPTIONS: Readonly<Record<TransportProvider, readonly (keyof TransportOptions)[]>> = {
  smtp: ['host', 'port'],
  resend: [],
  sendgrid: [],
  postmark: [],
  ses: ['region', 'username'],
  mailgun: ['domain'],
  brevo: [],
};
