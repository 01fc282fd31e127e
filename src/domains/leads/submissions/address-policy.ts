import type { FormSettings } from '../forms/form-settings.dto.js';
import { type AddressFindings, findingsOf } from '../hygiene/address-findings.js';
import { SubmissionRefused } from './submission.errors.js';

type Policy = Pick<FormSettings, 'disposable_addresses' | 'role_addresses'>;

const ANOTHER_PLEASE =
  'Please use an address that you keep: this one is of a service for addresses to throw away.';

/** Refuses what the form takes no leads from, in words for the visitor. */
export function refuseUnwanted({ disposable_addresses }: Policy, email: string): void {
  if (disposable_addresses !== 'refuse' || !findingsOf(email).email_issues.includes('disposable')) return;
  throw new SubmissionRefused(ANOTHER_PLEASE).withIssues([{ path: 'email', message: ANOTHER_PLEASE }]);
}

/** What the lead will say of its address: what was found, without what the form does not mind. */
export function keptFindings(
  { disposable_addresses, role_addresses }: Policy,
  email: string,
): AddressFindings {
  const { email_issues, email_suggestion } = findingsOf(email);
  const kept = email_issues.filter(
    (issue) =>
      (issue !== 'disposable' || disposable_addresses !== 'allow') &&
      (issue !== 'role' || role_addresses !== 'allow'),
  );
  return { email_issues: kept, email_suggestion };
}
