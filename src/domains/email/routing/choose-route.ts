/** Which mail it is, as rules look at it. */
export interface Routed {
  readonly stream: 'marketing' | 'transactional';
  readonly campaignId: string | null;
  readonly identityId: string | null;
  /** In lower case. */
  readonly recipientDomain: string;
}

/** A rule: what is null fits everything. */
export interface RouteRule {
  readonly stream: 'marketing' | 'transactional' | null;
  readonly campaign_id: string | null;
  readonly identity_id: string | null;
  /** A domain and all below it. */
  readonly recipient_domain: string | null;
  /** The preferred one first. */
  readonly transports: readonly string[];
}

export const PLATFORM = 'platform';

export interface Chosen {
  /** Ids of transports that are there, in the order in which they are tried. */
  readonly transports: readonly string[];
  /** Another recipient of the same mailing might go another way. */
  readonly byRecipient: boolean;
}

/**
 * The transports of the first rule that fits and names one that is there; without such a rule all of the owner's own, else
 * the platform's.
 */
export function chooseRoute(mail: Routed, rules: readonly RouteRule[], own: readonly string[]): Chosen {
  const byRecipient = rules.some(
    (rule) => rule.recipient_domain !== null && fits({ ...rule, recipient_domain: null }, mail),
  );
  const there = (id: string) => id === PLATFORM || own.includes(id);
  for (const rule of rules) {
    const transports = rule.transports.filter(there);
    if (transports.length > 0 && fits(rule, mail)) return { transports, byRecipient };
  }
  return { transports: own.length > 0 ? own : [PLATFORM], byRecipient };
}

function fits(rule: Omit<RouteRule, 'transports'>, mail: Routed): boolean {
  return (
    (rule.stream === null || rule.stream === mail.stream) &&
    (rule.campaign_id === null || rule.campaign_id === mail.campaignId) &&
    (rule.identity_id === null || rule.identity_id === mail.identityId) &&
    (rule.recipient_domain === null || isWithin(mail.recipientDomain, rule.recipient_domain))
  );
}

function isWithin(domain: string, wanted: string): boolean {
  return domain === wanted || domain.endsWith(`.${wanted}`);
}
