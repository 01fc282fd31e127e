/** By what a person is looked for, wherever else an owner has written of them. */
export interface Sought {
  readonly addresses: readonly string[];
  /** As they were typed, or as E.164 writes them. */
  readonly phones: readonly string[];
  readonly leadIds: readonly string[];
}

/** The same as regular expressions of Postgres, for text that may be JSON or a part of an address on the web. */
export interface Finds {
  /** Finds whatever the exact ones find, and somewhat more, quickly. */
  readonly roughly: string;
  readonly exactly: readonly string[];
  /** What is written over each of the exact ones. */
  readonly insteads: readonly string[];
  /** Exact, and leads by their ids. */
  readonly mentions: string;
}

/** Fewer digits are numbers of many things. */
const FEWEST_DIGITS = 7;
const SEPARATORS = '[ ()./-]{0,3}';
/** What stands before an address that is no part of it; in JSON a line end is written as a backslash and a letter. */
const BEGINS = String.raw`(?:(?<![[:alnum:]._%+-])|(?<=\\[nrtbf]))`;
const ENDS = String.raw`(?![[:alnum:]_-]|\.[[:alnum:]])`;

/** Undefined where there is nothing to look for. `token` tells what was written over for one person from that for others. */
export function findsOf({ addresses, phones, leadIds }: Sought, token: string): Finds | undefined {
  const mails = addresses.map(spelt);
  const numbers = [...new Set(phones.map((phone) => phone.replace(/\D/g, '')))]
    .filter((digits) => digits.length >= FEWEST_DIGITS)
    .map((digits) => [...digits].join(SEPARATORS));
  const ids = leadIds.map((id) => id.toLowerCase());
  const exactly = [
    ...mails.map((mail) => BEGINS + mail + ENDS),
    ...numbers.map((number) => `(?<![[:digit:]])(?:[+]|00)?${number}(?![[:digit:]])`),
  ];
  const words = [...mails, ...numbers];
  if (words.length + ids.length === 0) return undefined;
  return {
    roughly: [...words, ...ids].join('|'),
    exactly,
    insteads: [...mails.map(() => `erased-${token}@erased.invalid`), ...numbers.map(() => '[erased]')],
    mentions: [...exactly, ...ids].map((one) => `(?:${one})`).join('|'),
  };
}

/** As a regular expression, also as it stands in a link. */
function spelt(address: string): string {
  return [...address]
    .map((sign) => {
      if (/[a-z0-9]/i.test(sign) || sign > '\u007f') return sign;
      const code = sign.charCodeAt(0).toString(16).padStart(2, '0');
      return sign === '@' || sign === '+' ? `(?:[${sign}]|%${code})` : `\\${sign}`;
    })
    .join('');
}
