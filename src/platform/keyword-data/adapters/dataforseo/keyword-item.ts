import { z } from 'zod';
import {
  competitionOf,
  type Competition,
  type FigureName,
  KEYWORD_INTENTS,
  type KeywordFigures,
  type TrendMonth,
} from '../../keyword-data.js';
import { normaliseKeyword } from '../../keyword-text.js';

const MONTHS = 12;
const MOST_FEATURES = 20;
/** Results without which there is no result page, or that only lead to other searches. */
const NO_FEATURES = ['organic', 'related_searches', 'people_also_search'];
const FEATURE_NAMES: Readonly<Record<string, string>> = { paid: 'Ads', ai_overview: 'AI Overview' };

/** One keyword as the Labs API tells it; only what we read, and all but the keyword may be missing. */
export const KeywordItem = z.object({
  keyword: z.string(),
  keyword_info: z
    .object({
      search_volume: z.number().nullish(),
      competition: z.number().nullish(),
      competition_level: z.string().nullish(),
      cpc: z.number().nullish(),
      last_updated_time: z.string().nullish(),
      monthly_searches: z
        .array(z.object({ year: z.number(), month: z.number(), search_volume: z.number().nullish() }))
        .nullish(),
    })
    .nullish(),
  keyword_properties: z.object({ keyword_difficulty: z.number().nullish() }).nullish(),
  serp_info: z.object({ serp_item_types: z.array(z.string()).nullish() }).nullish(),
  search_intent_info: z.object({ main_intent: z.string().nullish() }).nullish(),
});
export type KeywordItem = z.infer<typeof KeywordItem>;

/** A keyword among those a site ranks for. */
export const RankedItem = z.object({ keyword_data: KeywordItem });

const LEVELS: Readonly<Record<string, Competition>> = { LOW: 'Low', MEDIUM: 'Medium', HIGH: 'High' };

/** Our row of it; figures it does not have are named in `unknown`. */
export function figuresOf(item: KeywordItem): KeywordFigures {
  const { keyword_info: info, search_intent_info: intent } = item;
  const index = info?.competition;
  const level = LEVELS[info?.competition_level ?? ''] ?? (index == null ? undefined : competitionOf(index));
  const difficulty = item.keyword_properties?.keyword_difficulty;
  const features = item.serp_info?.serp_item_types;
  const trend = trendOf(info?.monthly_searches ?? [], index ?? 0);
  const known: Record<FigureName, boolean> = {
    search_volume: info?.search_volume != null,
    difficulty: difficulty != null,
    cpc: info?.cpc != null,
    competition: level !== undefined,
    serp_features: features != null,
    trend_data: trend.length > 0,
  };
  return {
    keyword: normaliseKeyword(item.keyword),
    search_volume: info?.search_volume ?? 0,
    difficulty: Math.min(100, Math.max(0, difficulty ?? 0)),
    cpc: info?.cpc ?? 0,
    competition: level ?? 'Low',
    serp_features: featuresOf(features ?? []),
    trend_data: trend,
    intent: KEYWORD_INTENTS.find((one) => one === intent?.main_intent) ?? null,
    estimated: false,
    as_of: instantOf(info?.last_updated_time),
    unknown: (Object.keys(known) as FigureName[]).filter((name) => !known[name]),
  };
}

type MonthlySearches = NonNullable<NonNullable<KeywordItem['keyword_info']>['monthly_searches']>;

/** They come newest first. The competition is known for the year as a whole, so each month repeats it. */
function trendOf(months: MonthlySearches, competition: number): TrendMonth[] {
  return months
    .map(({ year, month, search_volume: volume }) => ({
      month: `${year}-${String(month).padStart(2, '0')}`,
      volume: volume ?? 0,
      competition,
    }))
    .toSorted((one, other) => (one.month < other.month ? -1 : 1))
    .slice(-MONTHS);
}

/** `people_also_ask` in the words of a reader: People Also Ask. */
function featuresOf(types: readonly string[]): string[] {
  const names = types
    .filter((type) => !NO_FEATURES.includes(type))
    .map(
      (type) =>
        FEATURE_NAMES[type] ?? type.replaceAll('_', ' ').replace(/\b\w/g, (letter) => letter.toUpperCase()),
    );
  return [...new Set(names)].slice(0, MOST_FEATURES);
}

/** `2026-11-15 12:57:46 +00:00` as ISO-8601. */
function instantOf(text: string | null | undefined): string | null {
  const time = Date.parse((text ?? '').replace(' ', 'T').replace(' ', ''));
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
