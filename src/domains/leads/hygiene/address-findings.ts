import { addressQuality } from './address-quality.js';

/**
 * What speaks against an address: `typo` another one was probably meant · `disposable` it is of a service for addresses to throw
 * away · `role` it reaches an office and no person · `no_mail` name servers say that no mail gets to its domain
 */
export const EMAIL_ISSUES = ['typo', 'disposable', 'role', 'no_mail'] as const;
export type EmailIssue = (typeof EMAIL_ISSUES)[number];

/** `good`: nothing was found · `doubtful`: a slip or an office · `bad`: thrown away soon, or no mail gets there */
export const EMAIL_QUALITIES = ['good', 'doubtful', 'bad'] as const;
export type EmailQuality = (typeof EMAIL_QUALITIES)[number];

/** What rules and lists find at the door; name servers are asked later. */
export interface AddressFindings {
  email_issues: EmailIssue[];
  email_suggestion: string | null;
}

/** Addresses of many, by what was found; one may be among several. */
export class FindingCounts {
  /** Of which another one was probably meant. */
  typo!: number;
  /** Of services for addresses to throw away. */
  disposable!: number;
  /** That reach an office, such as `info@`, and no person. */
  role!: number;
}

/** What speaks against an address of right form. */
export function findingsOf(address: string): AddressFindings {
  const { suggestion, disposable, role } = addressQuality(address);
  const found = { typo: suggestion !== null, disposable, role, no_mail: false };
  return { email_issues: EMAIL_ISSUES.filter((issue) => found[issue]), email_suggestion: suggestion };
}

/** What an address with these issues is worth; null while nobody has looked. The table says the same by itself. */
export function qualityOf(issues: readonly EmailIssue[] | null): EmailQuality | null {
  if (issues === null) return null;
  if (issues.includes('disposable') || issues.includes('no_mail')) return 'bad';
  return issues.length > 0 ? 'doubtful' : 'good';
}

export function noFindings(): FindingCounts {
  return { typo: 0, disposable: 0, role: 0 };
}

/** Adds what was found of one more address. */
export function countFindings(counts: FindingCounts, issues: readonly EmailIssue[]): void {
  for (const issue of issues) if (issue !== 'no_mail') counts[issue]++;
}
