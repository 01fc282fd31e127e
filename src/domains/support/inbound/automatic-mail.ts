import type { InboundMail } from './parsed-mail.js';

type Headers = InboundMail['headers'];

/** Local parts that no person writes from. */
const MACHINES =
  /^(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|daemon|root|majordomo)(?:[+.=_-].*)?$/;

const first = (headers: Headers, name: string): string => headers.get(name)?.[0]?.toLowerCase() ?? '';

/**
 * Why the mail was written by a machine, in a word; undefined when a person wrote it. What is named here opens no ticket, moves
 * none and is never answered (RFC 3834; the other headers are what systems send that came before it or do not know it).
 */
export function writtenByMachine({
  headers,
  from,
}: Pick<InboundMail, 'headers' | 'from'>): string | undefined {
  const submitted = first(headers, 'auto-submitted');
  if (submitted !== '' && !/^no\b/.test(submitted)) return 'auto-submitted';
  if (/^(?:bulk|junk|list|auto[_-]?reply)\b/.test(first(headers, 'precedence'))) return 'precedence';
  if (['list-id', 'list-unsubscribe', 'list-post', 'feedback-id'].some((name) => headers.has(name)))
    return 'list';
  if (headers.get('return-path')?.[0]?.replace(/\s/g, '') === '<>') return 'null-return-path';
  if (/^multipart\/report\b/.test(first(headers, 'content-type'))) return 'report';
  if (
    ['x-autoreply', 'x-autorespond', 'x-auto-reply', 'x-failed-recipients'].some((name) => headers.has(name))
  )
    return 'autoreply';
  return MACHINES.test(from.address.split('@')[0] ?? '') ? 'machine-address' : undefined;
}

/** Whether the sender wants no answer by a machine, though a person may have written. */
export function wantsNoAutomaticAnswer({ headers }: Pick<InboundMail, 'headers'>): boolean {
  return /\b(?:all|oof|autoreply)\b/.test(first(headers, 'x-auto-response-suppress'));
}
