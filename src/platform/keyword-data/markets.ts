interface Place {
  /** Its number in the ISO 3166-1 list behind a 2, by which Google, and all who sell Google's figures, know a country. */
  readonly locationCode: number;
  /** Languages searches are counted in, the usual one first. */
  readonly languages: readonly string[];
  /** Roughly how many million people are online there; it only scales estimates. */
  readonly online: number;
}

const place = (locationCode: number, languages: string, online: number): Place => {
  return { locationCode, languages: languages.split(' '), online };
};

/** Where searches are counted, by ISO 3166-1 code. */
const PLACES: Readonly<Record<string, Place>> = {
  AE: place(2784, 'en ar', 9.5),
  AL: place(2008, 'sq', 2),
  AM: place(2051, 'hy', 2),
  AO: place(2024, 'pt', 14),
  AR: place(2032, 'es', 41),
  AT: place(2040, 'de', 8),
  AU: place(2036, 'en', 25),
  AZ: place(2031, 'az', 9),
  BA: place(2070, 'bs', 3),
  BD: place(2050, 'bn', 75),
  BE: place(2056, 'nl fr de', 11),
  BF: place(2854, 'fr', 5),
  BG: place(2100, 'bg', 5),
  BH: place(2048, 'ar', 1.5),
  BO: place(2068, 'es', 8),
  BR: place(2076, 'pt', 180),
  CA: place(2124, 'en fr', 37),
  CH: place(2756, 'de fr it', 8.6),
  CI: place(2384, 'fr', 13),
  CL: place(2152, 'es', 18),
  CM: place(2120, 'fr', 12),
  CO: place(2170, 'es', 40),
  CR: place(2188, 'es', 4.5),
  CY: place(2196, 'el en', 1),
  CZ: place(2203, 'cs', 9),
  DE: place(2276, 'de', 78),
  DK: place(2208, 'da', 6),
  DZ: place(2012, 'ar fr', 33),
  EC: place(2218, 'es', 13),
  EE: place(2233, 'et', 1.2),
  EG: place(2818, 'ar en', 82),
  ES: place(2724, 'es', 45),
  FI: place(2246, 'fi', 5),
  FR: place(2250, 'fr', 60),
  GB: place(2826, 'en', 66),
  GH: place(2288, 'en', 24),
  GR: place(2300, 'el en', 9),
  GT: place(2320, 'es', 10),
  HK: place(2344, 'zh-TW en', 7),
  HR: place(2191, 'hr', 3),
  HU: place(2348, 'hu', 9),
  ID: place(2360, 'id en', 190),
  IE: place(2372, 'en', 5),
  IL: place(2376, 'he ar', 9),
  IN: place(2356, 'en hi', 880),
  IT: place(2380, 'it', 51),
  JO: place(2400, 'ar', 10),
  JP: place(2392, 'ja', 105),
  KE: place(2404, 'en', 22),
  KH: place(2116, 'en', 10),
  KR: place(2410, 'ko', 50),
  KZ: place(2398, 'ru', 18),
  LK: place(2144, 'en', 11),
  LT: place(2440, 'lt', 2.5),
  LV: place(2428, 'lv', 1.7),
  MA: place(2504, 'ar fr', 34),
  MC: place(2492, 'fr', 0.04),
  MD: place(2498, 'ro', 2),
  MK: place(2807, 'mk', 1.6),
  MM: place(2104, 'en', 24),
  MT: place(2470, 'en', 0.5),
  MX: place(2484, 'es', 105),
  MY: place(2458, 'en ms', 33),
  NG: place(2566, 'en', 85),
  NI: place(2558, 'es', 4),
  NL: place(2528, 'nl', 17),
  NO: place(2578, 'nb', 5.4),
  NZ: place(2554, 'en', 5),
  PA: place(2591, 'es', 3.3),
  PE: place(2604, 'es', 26),
  PH: place(2608, 'en tl', 85),
  PK: place(2586, 'en ur', 80),
  PL: place(2616, 'pl', 33),
  PT: place(2620, 'pt', 9),
  PY: place(2600, 'es', 5.3),
  RO: place(2642, 'ro', 17),
  RS: place(2688, 'sr', 5.6),
  SA: place(2682, 'ar', 33),
  SE: place(2752, 'sv', 10),
  SG: place(2702, 'en zh-CN', 5.6),
  SI: place(2705, 'sl', 1.9),
  SK: place(2703, 'sk', 4.8),
  SN: place(2686, 'fr', 11),
  SV: place(2222, 'es', 4),
  TH: place(2764, 'th', 64),
  TN: place(2788, 'ar', 9),
  TR: place(2792, 'tr', 74),
  TW: place(2158, 'zh-TW', 21),
  UA: place(2804, 'uk ru', 31),
  US: place(2840, 'en es', 320),
  UY: place(2858, 'es', 3),
  VE: place(2862, 'es', 20),
  VN: place(2704, 'vi en', 78),
  ZA: place(2710, 'en', 45),
};

/** Names in use that are no ISO codes. */
const ALIASES: Readonly<Record<string, string>> = { UK: 'GB', EL: 'GR' };

/** A country and a language people search in. */
export interface Market {
  /** ISO 3166-1, as `US`. */
  readonly country: string;
  readonly locationCode: number;
  /** `en`, `pt`, `zh-TW`. */
  readonly language: string;
  readonly online: number;
}

/** The languages searches are counted in there; none for a country that is not known here. */
export function languagesOf(location: string): readonly string[] {
  return placeOf(location)?.place.languages ?? [];
}

/** The market, in the country's usual language unless another is named; undefined when searches are not counted there. */
export function marketOf(location: string, language?: string): Market | undefined {
  const found = placeOf(location);
  const wished = language?.toLowerCase();
  const spoken = found?.place.languages.find((one) => wished === undefined || one.toLowerCase() === wished);
  if (!found || spoken === undefined) return undefined;
  const { locationCode, online } = found.place;
  return { country: found.country, locationCode, language: spoken, online };
}

function placeOf(location: string): { country: string; place: Place } | undefined {
  const given = location.toUpperCase();
  const country = ALIASES[given] ?? given;
  const place = Object.hasOwn(PLACES, country) ? PLACES[country] : undefined;
  return place && { country, place };
}
