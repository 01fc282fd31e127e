import { growthOf, KeywordData, type KeywordFigures } from '../../keyword-data.js';
import { normaliseKeyword } from '../../keyword-text.js';
import type { Market } from '../../markets.js';
import { type DataForSeoAccount, DataForSeoClient } from './dataforseo-client.js';
import { figuresOf, KeywordItem, RankedItem } from './keyword-item.js';

/** Of so many words around an industry, the most searched, those that grow are picked. */
const TRENDING_AMONG = 200;

/** Google's figures from DataForSEO's Labs API, asked with one account. */
export class DataForSeo extends KeywordData {
  readonly source = 'dataforseo';
  readonly estimated = false;
  private readonly client: DataForSeoClient;

  constructor(account: DataForSeoAccount) {
    super();
    this.client = new DataForSeoClient(account);
  }

  async research(seeds: readonly string[], market: Market, limit: number): Promise<KeywordFigures[]> {
    const asked = { ...placed(market), keywords: seeds, include_serp_info: true };
    const [own, near] = await Promise.all([
      this.client.items('keyword_overview', asked, KeywordItem),
      this.client.items('keyword_ideas', { ...asked, limit }, KeywordItem),
    ]);
    const place = ({ keyword }: KeywordFigures): number => seeds.indexOf(keyword);
    const ordered = rowsOf(own).toSorted((one, other) => place(one) - place(other));
    return distinct([...ordered, ...rowsOf(near)]).slice(0, limit);
  }

  async suggestions(query: string, market: Market, limit: number): Promise<string[]> {
    const asked = { ...placed(market), keyword: query, limit };
    const items = await this.client.items('keyword_suggestions', asked, KeywordItem);
    const phrases = items.map(({ keyword }) => normaliseKeyword(keyword)).filter((phrase) => phrase !== '');
    return [...new Set(phrases)].slice(0, limit);
  }

  async competitor(domain: string, market: Market, limit: number): Promise<KeywordFigures[]> {
    const asked = {
      ...placed(market),
      target: domain,
      item_types: ['organic'],
      order_by: ['keyword_data.keyword_info.search_volume,desc'],
      limit,
    };
    const items = await this.client.items('ranked_keywords', asked, RankedItem);
    return distinct(rowsOf(items.map(({ keyword_data: item }) => item))).slice(0, limit);
  }

  async trending(industry: string, market: Market, limit: number): Promise<KeywordFigures[]> {
    const asked = {
      ...placed(market),
      keywords: [industry],
      include_serp_info: true,
      filters: ['keyword_info.search_volume', '>', 0],
      order_by: ['keyword_info.search_volume,desc'],
      limit: TRENDING_AMONG,
    };
    const rows = distinct(rowsOf(await this.client.items('keyword_ideas', asked, KeywordItem)));
    return rows
      .filter(({ trend_data: trend }) => growthOf(trend) > 1)
      .toSorted((one, other) => growthOf(other.trend_data) - growthOf(one.trend_data))
      .slice(0, limit);
  }
}

function placed({ locationCode, language }: Market): object {
  return { location_code: locationCode, language_code: language };
}

function rowsOf(items: readonly KeywordItem[]): KeywordFigures[] {
  return items.map(figuresOf).filter(({ keyword }) => keyword !== '');
}

/** Each keyword once, where it comes first. */
function distinct(rows: readonly KeywordFigures[]): KeywordFigures[] {
  const byKeyword = new Map<string, KeywordFigures>();
  for (const row of rows) if (!byKeyword.has(row.keyword)) byKeyword.set(row.keyword, row);
  return [...byKeyword.values()];
}
