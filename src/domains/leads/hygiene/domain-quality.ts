import { disposableEmailBlocklistSet } from 'disposable-email-domains-js';
import { parse } from 'tldts';
import { FREE_MAIL, LIKELY_ENDINGS } from './mail-domains.js';

/** What rules and lists say of the domain of an address. */
interface DomainQuality {
  /** The domain that somebody has registered, of which this one is or is a part. */
  readonly registered: string;
  readonly disposable: boolean;
  readonly free: boolean;
  /** The domain that was probably meant. */
  readonly meant: string | undefined;
}

const THROWN_AWAY = disposableEmailBlocklistSet();
const KEPT_AT_MOST = 10_000;
const looked = new Map<string, DomainQuality>();

/** Files and forms bring the same domains again and again, so that each is looked at once. */
export function domainQuality(domain: string): DomainQuality {
  const known = looked.get(domain);
  if (known) return known;
  if (looked.size >= KEPT_AT_MOST) looked.clear();
  const quality = lookAt(domain);
  looked.set(domain, quality);
  return quality;
}

function lookAt(domain: string): DomainQuality {
  const registered = parse(domain, { allowPrivateDomains: true }).domain ?? domain;
  const free = FREE_MAIL.has(domain);
  return {
    registered,
    disposable: THROWN_AWAY.has(domain) || THROWN_AWAY.has(registered),
    free,
    meant: free ? undefined : domainMeant(domain),
  };
}

/** The well-known domain that differs by one slip, two in a long one; or the same domain with a usual end. */
function domainMeant(domain: string): string | undefined {
  const near = [...FREE_MAIL].find((known) => isSlipOf(domain, known));
  if (near !== undefined) return near;
  const dot = domain.lastIndexOf('.');
  const ending = LIKELY_ENDINGS.get(domain.slice(dot + 1));
  return ending === undefined ? undefined : `${domain.slice(0, dot)}.${ending}`;
}

function isSlipOf(domain: string, known: string): boolean {
  if (known.length < 9 || Math.abs(domain.length - known.length) > 2 || domain[0] !== known[0]) return false;
  // Another country's branch of the same provider is no slip: `yahoo.de` beside `yahoo.dk`.
  if (nameOf(domain) === nameOf(known) && LIKELY_ENDINGS.get(endOf(domain)) === undefined) return false;
  return slipsBetween(domain, known) <= (known.length >= 11 ? 2 : 1);
}

const nameOf = (domain: string): string => domain.slice(0, domain.indexOf('.'));
const endOf = (domain: string): string => domain.slice(domain.lastIndexOf('.') + 1);

/** How many letters must be put in, left out, replaced or swapped with their neighbour (optimal string alignment). */
export function slipsBetween(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, column) => column);
  for (let line = 1; line <= one.length; line++) {
    const above = row;
    row = [line];
    for (let column = 1; column <= other.length; column++) {
      const same = one[line - 1] === other[column - 1];
      const swapped =
        line > 1 && column > 1 && one[line - 1] === other[column - 2] && one[line - 2] === other[column - 1];
      row.push(
        Math.min(
          (above[column] ?? 0) + 1,
          (row[column - 1] ?? 0) + 1,
          (above[column - 1] ?? 0) + (same ? 0 : 1),
          swapped ? (before[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    before = above;
  }
  return row[other.length] ?? 0;
}
