import { Metadata } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/max/metadata';

const TYPES = [
  'FIXED_LINE',
  'MOBILE',
  'PREMIUM_RATE',
  'TOLL_FREE',
  'SHARED_COST',
  'VOIP',
  'PERSONAL_NUMBER',
  'PAGER',
  'UAN',
  'VOICEMAIL',
];
const INTERNATIONAL = /^\+[0-9 ().-]+$/;
const PUNCTUATION = /[^0-9]+/g;
const LONGEST_CODE = 3;

/** What the library knows of a country's numbers. */
interface NumberingPlan {
  nationalNumberPattern(): string;
  nationalPrefixForParsing(): string | undefined;
  leadingDigits(): string | undefined;
  type(name: string): { pattern(): string; possibleLengths(): readonly number[] | undefined } | undefined;
}

/** The same as expressions that are made once; the library makes them anew for every number. */
interface Expressions {
  general: RegExp;
  prefix: RegExp | undefined;
  types: { pattern: RegExp; lengths: readonly number[] | undefined }[];
}

const plans = new Map<string, Expressions | null>();

/**
 * The number as E.164 writes it where that is plain: written internationally, without a national prefix, and of a known kind in
 * the first country of its code. Whatever is not plain is left to the library, and so is every refusal.
 */
export function plainlyValid(phone: string): string | undefined {
  if (!INTERNATIONAL.test(phone)) return undefined;
  const digits = phone.replace(PUNCTUATION, '');
  for (let length = 1; length <= LONGEST_CODE; length++) {
    const plan = planOf(digits.slice(0, length));
    if (plan) return fits(plan, digits.slice(length)) ? `+${digits}` : undefined;
  }
  return undefined;
}

function fits({ general, prefix, types }: Expressions, national: string): boolean {
  if (prefix?.test(national) || !general.test(national)) return false;
  return types.some(
    ({ pattern, lengths }) => (!lengths || lengths.includes(national.length)) && pattern.test(national),
  );
}

/** The plan of a code's first country; null when there is none, or leading digits tell its countries apart. */
function planOf(code: string): Expressions | null {
  const known = plans.get(code);
  if (known !== undefined) return known;
  const country = Object.entries(metadata.country_calling_codes).find(([one]) => one === code)?.[1][0];
  const plan = country === undefined ? null : expressionsOf(country);
  plans.set(code, plan);
  return plan;
}

function expressionsOf(country: string): Expressions | null {
  const plan = new Metadata(metadata) as Metadata & NumberingPlan;
  plan.selectNumberingPlan(country as Parameters<Metadata['selectNumberingPlan']>[0]);
  if (plan.leadingDigits()) return null;
  const prefix = plan.nationalPrefixForParsing();
  const types = TYPES.map((name) => plan.type(name)).filter((type) => type?.pattern());
  return {
    general: whole(plan.nationalNumberPattern()),
    prefix: prefix ? new RegExp(`^(?:${prefix})`) : undefined,
    types: types.map((type) => ({
      pattern: whole(type?.pattern() ?? ''),
      lengths: type?.possibleLengths(),
    })),
  };
}

function whole(pattern: string): RegExp {
  return new RegExp(`^(?:${pattern})$`);
}
