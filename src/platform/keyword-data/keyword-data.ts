import type { Market } from './markets.js';

export const KEYWORD_INTENTS = ['informational', 'navigational', 'commercial', 'transactional'] as const;
export type KeywordIntent = (typeof KEYWORD_INTENTS)[number];

export type Competition = 'Low' | 'Medium' | 'High';

/** The figures a source may not have for a keyword. */
export type FigureName =
  'search_volume' | 'difficulty' | 'cpc' | 'competition' | 'serp_features' | 'trend_data';

/** Searches of one month. */
export interface TrendMonth {
  /** `2026-10`. */
  readonly month: string;
  readonly volume: number;
  /** How many advertisers bid, 0 to 1. */
  readonly competition: number;
}

/** What a source says of one keyword in one market. */
export interface KeywordFigures {
  readonly keyword: string;
  /** Searches a month, on average over a year. */
  readonly search_volume: number;
  /** How hard the first ten results are to reach, 0 to 100. */
  readonly difficulty: number;
  /** US dollars an advertiser pays for one click. */
  readonly cpc: number;
  readonly competition: Competition;
  readonly serp_features: string[];
  /** The last twelve months the source knows, oldest first. */
  readonly trend_data: TrendMonth[];
  /** What the searcher wants; null where the source does not say. */
  readonly intent: KeywordIntent | null;
  /** Calculated from the words alone. */
  readonly estimated: boolean;
  /** When the source last looked, in ISO-8601; null for an estimate. */
  readonly as_of: string | null;
  /** Figures that the source does not have: they stand at 0, Low or empty. */
  readonly unknown: FigureName[];
}

/** Who knows how often people search for what. Keywords are normalised; at most `limit` rows come back, the most fitting first. */
export abstract class KeywordData {
  /** What the answer names as its source. */
  abstract readonly source: string;
  /** Whether the figures are calculated and not measured. */
  abstract readonly estimated: boolean;

  /** The seeds themselves, in their order, then words near them. A seed the source has never seen is left out. */
  abstract research(
    seeds: readonly string[],
    market: Market,
    limit: number,
  ): Promise<readonly KeywordFigures[]>;

  /** Longer phrases that hold the query. */
  abstract suggestions(query: string, market: Market, limit: number): Promise<readonly string[]>;

  /** What people search for who come to this site. `domain` has no `www.`. */
  abstract competitor(domain: string, market: Market, limit: number): Promise<readonly KeywordFigures[]>;

  /** What is searched for more and more around the industry, fastest first. */
  abstract trending(industry: string, market: Market, limit: number): Promise<readonly KeywordFigures[]>;
}

/** How the last three months compare with the three before them: 1 is no change. 0 where there are no six months. */
export function growthOf(trend: readonly TrendMonth[]): number {
  const sum = (months: readonly TrendMonth[]): number =>
    months.reduce((total, { volume }) => total + volume, 0);
  if (trend.length < 6) return 0;
  return sum(trend.slice(-3)) / Math.max(1, sum(trend.slice(-6, -3)));
}

/** Advertisers' competition of 0 to 1 in Google's three words. */
export function competitionOf(index: number): Competition {
  return index < 0.34 ? 'Low' : index < 0.67 ? 'Medium' : 'High';
}
