import type { CheerioAPI } from 'cheerio';

/** Whatever a selector finds. */
export type Found = ReturnType<CheerioAPI>[number];

export const attributesOf = (found: Found): Readonly<Record<string, string>> =>
  'attribs' in found ? found.attribs : {};
