import type { TransportProvider } from '#platform/channels/transports/transport';
import { dkimName, dkimRecord, holdsKey } from './dkim-keys.js';

/** A record to publish. */
interface DnsRecord {
  readonly type: 'TXT' | 'MX' | 'CNAME';
  readonly name: string;
  readonly value: string;
}

/** One thing that receivers look at before they trust mail of a domain. */
export interface DomainCheck {
  readonly about: 'verification' | 'spf' | 'dkim' | 'dmarc' | 'mx' | 'return_path' | 'tracking';
  /** `unknown` when the name servers did not answer. */
  readonly state: 'ok' | 'missing' | 'wrong' | 'unknown';
  readonly found: readonly string[];
  /** What to do; null when there is nothing to do. */
  readonly advice: string | null;
  readonly record: DnsRecord | null;
}

interface TrackingFacts {
  readonly name: string;
  readonly target: string;
  readonly found: readonly string[] | undefined;
}

/** Where mail comes back to that cannot be delivered, when that is not its sender. */
interface ReturnPathFacts {
  readonly name: string;
  /** Whether both domains belong to the same registered one, so that SPF of one speaks for the other (DMARC, relaxed). */
  readonly isAligned: boolean;
  readonly texts: readonly string[] | undefined;
  readonly mx: DomainFacts['mx'];
}

/** What is known of a domain. Texts are undefined when the name servers did not say. */
export interface DomainFacts {
  readonly domain: string;
  readonly selector: string;
  readonly publicKey: string;
  readonly token: string;
  /** Whose servers send its mail. */
  readonly providers: readonly TransportProvider[];
  readonly texts: readonly string[] | undefined;
  readonly verification: readonly string[] | undefined;
  readonly dkim: readonly string[] | undefined;
  readonly dmarc: readonly string[] | undefined;
  /** The name that links are to go by, where it is to lead, and where it leads. */
  readonly tracking?: TrackingFacts | undefined;
  readonly returnPath?: ReturnPathFacts | undefined;
  readonly mx: 'ok' | 'none' | 'null_mx' | 'unknown';
}

/** Whose servers a domain lets send, as each provider asks for it. */
const INCLUDES: Partial<Record<TransportProvider, string>> = {
  sendgrid: 'sendgrid.net',
  postmark: 'spf.mtasv.net',
  mailgun: 'mailgun.org',
  ses: 'amazonses.com',
  resend: 'amazonses.com',
  brevo: 'spf.brevo.com',
};

export const verificationName = (domain: string) => `_marketing-autopilot.${domain}`;
export const verificationValue = (token: string) => `marketing-autopilot=${token}`;

/** What name servers say of a domain that mail is to come from, and what to do about it. */
export function domainChecks(facts: DomainFacts): DomainCheck[] {
  const always = [verification(facts), spf(facts), dkim(facts), dmarc(facts), mx(facts)];
  return [...always, ...returnPath(facts), ...tracking(facts)];
}

function verification({ domain, token, verification: found }: DomainFacts): DomainCheck {
  const record = txt(verificationName(domain), verificationValue(token));
  if (found?.includes(record.value)) return fine('verification', [record.value]);
  return lacking('verification', found, 'Publish this record to show that the domain is yours.', record);
}

function spf({ domain, texts, providers }: DomainFacts): DomainCheck {
  const found = texts?.filter((text) => /^v=spf1(?:\s|$)/i.test(text));
  const wanted = [...new Set(providers.flatMap((provider) => INCLUDES[provider] ?? []))];
  const includes = wanted.map((name) => `include:${name}`);
  const record = txt(domain, ['v=spf1', ...includes, '~all'].join(' '));
  const [only, ...others] = found ?? [];
  if (only === undefined)
    return lacking('spf', found, 'Publish which servers may send mail of this domain.', record);
  const wrong = (advice: string, value: string): DomainCheck => {
    return { about: 'spf', state: 'wrong', found: found ?? [], advice, record: txt(domain, value) };
  };
  if (others.length > 0)
    return wrong('Two SPF records count as none: put them together into one.', record.value);
  if (/\s\+?all\b/i.test(only))
    return wrong(
      'The record lets every server send: end it with ~all or -all.',
      only.replace(/\+?all\b/i, '~all'),
    );
  const missing = includes.filter((name) => !only.toLowerCase().includes(name));
  if (missing.length > 0)
    return wrong(
      `The servers of ${missing.join(', ')} are not among those that may send.`,
      only.replace(/^v=spf1/i, `v=spf1 ${missing.join(' ')}`),
    );
  return fine('spf', [only]);
}

function dkim({ domain, selector, publicKey, dkim: found }: DomainFacts): DomainCheck {
  const record = txt(dkimName(selector, domain), dkimRecord(publicKey));
  if (found?.some((text) => holdsKey(text, publicKey))) return fine('dkim', found);
  const check = lacking('dkim', found, 'Publish the key, so that mail of this domain can be signed.', record);
  return found && found.length > 0
    ? { ...check, state: 'wrong', advice: 'Another key is published here: put this one in its place.' }
    : check;
}

function dmarc({ domain, dmarc: found }: DomainFacts): DomainCheck {
  const records = found?.filter((text) => /^v=DMARC1\b/i.test(text));
  const record = txt(`_dmarc.${domain}`, `v=DMARC1; p=none; rua=mailto:dmarc@${domain}`);
  const [only, ...others] = records ?? [];
  if (only === undefined)
    return lacking('dmarc', records, 'Large receivers want a DMARC policy of whoever sends to many.', record);
  const wrong = (advice: string): DomainCheck => {
    return { about: 'dmarc', state: 'wrong', found: records ?? [], advice, record };
  };
  if (others.length > 0) return wrong('Two DMARC records count as none: keep one.');
  const policy = /;\s*p\s*=\s*(\w+)/i.exec(only)?.[1]?.toLowerCase();
  if (!['none', 'quarantine', 'reject'].includes(policy ?? ''))
    return wrong('The record has no policy: p must be none, quarantine or reject.');
  const advice =
    policy === 'none' ? 'Once reports look right, ask for more: p=quarantine, then p=reject.' : null;
  return { ...fine('dmarc', [only]), advice };
}

function mx({ domain, mx: route }: DomainFacts): DomainCheck {
  if (route === 'ok') return fine('mx', []);
  if (route === 'unknown') return { about: 'mx', state: 'unknown', found: [], advice: LATER, record: null };
  return {
    about: 'mx',
    state: route === 'null_mx' ? 'wrong' : 'missing',
    found: [],
    advice: 'Bounces and answers reach nobody: say which server takes mail of this domain.',
    record: { type: 'MX', name: domain, value: `10 mail.${domain}` },
  };
}

/**
 * Receivers look up SPF at the domain that mail comes back to. Under DMARC it speaks for the sender where both are of one registered
 * domain; else the signature alone does, and without one mail comes back to the sender, where no bounce is counted.
 */
function returnPath(facts: DomainFacts): DomainCheck[] {
  if (!facts.returnPath) return [];
  const { name, isAligned, texts, mx: route } = facts.returnPath;
  const about = 'return_path';
  const isBelow = name === facts.domain || name.endsWith(`.${facts.domain}`);
  const signature = dkim(facts);
  const isUnsigned = signature.state === 'missing' || signature.state === 'wrong';
  if (isUnsigned && !isBelow)
    return [{ ...signature, about, state: 'wrong', found: [name], advice: UNSIGNED }];
  const sender = spf({ ...facts, domain: name, texts, providers: [] });
  const letsNobody = sender.found.every((text) => /^v=spf1(?:\s+[-~?]all)?\s*$/i.test(text));
  if (sender.state === 'missing' || (sender.state === 'ok' && letsNobody)) {
    const advice = `Mail comes back to ${name}, which does not say that our servers may send for it: its owner publishes that.`;
    const state = sender.found.length > 0 ? 'wrong' : 'missing';
    return [{ ...sender, about, state, advice, record: txt(name, 'v=spf1 a mx ~all') }];
  }
  if (sender.state !== 'ok') return [{ ...sender, about }];
  if (route === 'none' || route === 'null_mx')
    return [{ ...mx({ ...facts, domain: name, mx: route }), about }];
  const isStrict = facts.dmarc?.some((text) => /^v=DMARC1\b.*;\s*aspf\s*=\s*s\b/i.test(text)) ?? false;
  const speaks = isAligned && (!isStrict || name === facts.domain);
  return [{ ...fine(about, sender.found), advice: speaks ? null : SIGNATURE_ALONE }];
}

function tracking({ tracking: facts }: DomainFacts): DomainCheck[] {
  if (!facts) return [];
  const { name, target, found } = facts;
  if (found?.includes(target)) return [fine('tracking', found)];
  const record = { type: 'CNAME', name, value: target } as const;
  const check = lacking('tracking', found, 'Let the name lead here, so that links in mail go by it.', record);
  if (!found || found.length === 0) return [check];
  const advice = 'The name leads somewhere else: until it leads here, links go by our own name.';
  return [{ ...check, state: 'wrong', advice }];
}

const UNSIGNED =
  'Mail that is not signed comes back to its sender instead of here, where bounces are counted: publish the key.';
const SIGNATURE_ALONE =
  'SPF of this domain does not speak for yours under DMARC: the signature alone does, so keep its key published.';
const LATER = 'The name servers did not answer; look again later.';

function txt(name: string, value: string): DnsRecord {
  return { type: 'TXT', name, value };
}

function fine(about: DomainCheck['about'], found: readonly string[]): DomainCheck {
  return { about, state: 'ok', found, advice: null, record: null };
}

function lacking(
  about: DomainCheck['about'],
  found: readonly string[] | undefined,
  advice: string,
  record: DnsRecord,
): DomainCheck {
  if (found === undefined) return { about, state: 'unknown', found: [], advice: LATER, record };
  return { about, state: 'missing', found, advice, record };
}
