import { MailRefused, MailUnknown, MailUnreachable } from '../../mail-channel.js';

/** What we read of an error of the SMTP client. */
export interface SmtpFailure {
  readonly message?: string;
  readonly code?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

const STAGES: Readonly<Record<string, MailRefused['stage']>> = {
  'MAIL FROM': 'sender',
  'RCPT TO': 'recipient',
  DATA: 'message',
};

/**
 * What a failed attempt means for the mail. Once it has `departed`, only a 4xx or 5xx answer proves that it was not
 * accepted. Before, an answer to the greeting, TLS or the login says nothing about this mail: the server cannot be used.
 */
export function verdictOf(
  failure: SmtpFailure,
  departed: boolean,
): MailRefused | MailUnreachable | MailUnknown {
  const text = describe(failure);
  const code = failure.responseCode ?? 0;
  const isAnswer = code >= 400 && code < 600;
  if (departed) return isAnswer ? new MailRefused(code >= 500, code, text, 'message') : new MailUnknown(text);
  const stage = STAGES[failure.command ?? ''];
  if (stage && isAnswer && code !== 421) return new MailRefused(code >= 500, code, text, stage);
  if (isUnfit(failure)) return new MailRefused(true, 0, text, 'message');
  return new MailUnreachable(text);
}

/** The client itself would not offer this mail to the server: too large, or no valid envelope. */
function isUnfit({ code, responseCode }: SmtpFailure): boolean {
  return !responseCode && (code === 'EENVELOPE' || code === 'EMESSAGE');
}

function describe(failure: SmtpFailure): string {
  const text = failure.response ?? [failure.code, failure.message].filter(Boolean).join(': ');
  return text.replace(/[\p{Cc}]+/gu, ' ').slice(0, 500);
}
