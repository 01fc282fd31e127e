import { isMailAddress, normaliseMailAddress } from '#kernel/address';
import { domainQuality } from './domain-quality.js';
import type { AddressQuality } from './hygiene.dto.js';
import { ROLES } from './mail-domains.js';

/** Looks at an address by rules and lists alone; whether somebody reads it is not known. */
export function addressQuality(address: string): AddressQuality {
  const text = address.trim();
  if (!isMailAddress(text))
    return { ...NOTHING, suggestion: isMailAddress(repaired(text)) ? repaired(text) : null };
  const normalised = normaliseMailAddress(text);
  const [local = '', domain = ''] = normalised.split('@');
  const { registered, disposable, free, meant } = domainQuality(domain);
  return {
    valid: true,
    normalised,
    suggestion: meant === undefined ? null : `${local}@${meant}`,
    disposable,
    role: ROLES.has(local.replace(/\+.*$/, '')),
    free,
    company_domain: free || disposable || meant !== undefined ? null : registered,
  };
}

const NOTHING: AddressQuality = {
  valid: false,
  normalised: null,
  suggestion: null,
  disposable: false,
  role: false,
  free: false,
  company_domain: null,
};

/** What slips in on the way: spaces, a comma for a dot, a mark behind the end. */
function repaired(text: string): string {
  return text
    .replace(/^mailto:/i, '')
    .replace(/\s+/g, '')
    .replace(/,(?=[a-z]+$)/i, '.')
    .replace(/[.,;>]+$/, '')
    .replace(/^</, '');
}
