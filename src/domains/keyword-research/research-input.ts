import { isKeyword, normaliseKeyword } from '#platform/keyword-data/keyword-text';
import { languagesOf, type Market, marketOf } from '#platform/keyword-data/markets';
import type { MarketChoice } from './keyword-research.dto.js';
import { KeywordsUnfit, LanguageUnknown, LocationUnknown } from './keyword-research.errors.js';

const MOST_SEEDS = 50;
const HOME = 'US';

/** Each keyword once, normalised; `path` is named when they cannot be searched for. */
export function seedsOf(texts: readonly string[], path: string): string[] {
  if (texts.length === 0 || texts.length > MOST_SEEDS || !texts.every(isKeyword))
    throw new KeywordsUnfit().withIssues([{ path, message: `${path} cannot be searched for` }]);
  return [...new Set(texts.map(normaliseKeyword))];
}

/** Where people search; the United States when nothing is said. */
export function marketFor({ location, language }: MarketChoice): Market {
  const place = location ?? HOME;
  const languages = languagesOf(place);
  if (languages.length === 0)
    throw new LocationUnknown(place).withIssues([{ path: 'location', message: 'location is not known' }]);
  const market = marketOf(place, language ?? undefined);
  if (market) return market;
  throw new LanguageUnknown(place, languages).withIssues([
    { path: 'language', message: `language must be one of ${languages.join(', ')}` },
  ]);
}
