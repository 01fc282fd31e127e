import { domainToUnicode } from 'node:url';
import { Injectable } from '@nestjs/common';
import { parse } from 'tldts';
import { growthOf, KeywordData, type KeywordFigures } from '#platform/keyword-data/keyword-data';
import { isKeyword, normaliseKeyword } from '#platform/keyword-data/keyword-text';
import type { Market } from '#platform/keyword-data/markets';
import { combinations, dissect } from '../modifiers.js';
import { estimate } from './estimate.js';

const RISING = 8;
const COMPARISONS = ['', ' reviews', ' alternatives', ' pricing', ' features', ' login'];
const BEFORE_INDUSTRY = ['ai', 'digital', 'best'];
const BEHIND_INDUSTRY = 'automation tools strategy analytics roi examples statistics'.split(' ');

/**
 * What can be said of keywords while nobody sells us figures: likely phrases, and figures calculated by `estimate`. It is there
 * so that everything can be tried; it never stands in for a provider that fails.
 */
@Injectable()
export class KeywordEstimator extends KeywordData {
  readonly source = 'estimator';
  readonly estimated = true;

  /** Each seed and, in turn, its best, guide and tips. */
  research(seeds: readonly string[], market: Market, limit: number): Promise<KeywordFigures[]> {
    const related = [
      ...seeds.map((seed) => `best ${dissect(seed).subject}`),
      ...seeds.map((seed) => `${dissect(seed).subject} guide`),
      ...seeds.map((seed) => `${dissect(seed).subject} tips`),
    ];
    return this.figures([...seeds, ...related], market, limit);
  }

  suggestions(query: string, _market: Market, limit: number): Promise<string[]> {
    return Promise.resolve(fitting(combinations(dissect(query).subject), query).slice(0, limit));
  }

  /** The name of the site and what people who compare it add to it. */
  competitor(domain: string, market: Market, limit: number): Promise<KeywordFigures[]> {
    const { domainWithoutSuffix } = parse(domainToUnicode(domain), { allowPrivateDomains: true });
    const name = normaliseKeyword((domainWithoutSuffix ?? domain).replaceAll('-', ' '));
    return this.figures(
      COMPARISONS.map((behind) => name + behind),
      market,
      limit,
    );
  }

  /** Of usual phrases the eight whose estimated searches rise most. */
  async trending(industry: string, market: Market, limit: number): Promise<KeywordFigures[]> {
    const { subject } = dissect(industry);
    const phrases = [
      ...BEFORE_INDUSTRY.map((word) => `${word} ${subject}`),
      ...BEHIND_INDUSTRY.map((word) => `${subject} ${word}`),
      `${subject} trends ${new Date().getUTCFullYear()}`,
    ];
    const rows = await this.figures(phrases, market, phrases.length);
    return rows
      .toSorted((one, other) => growthOf(other.trend_data) - growthOf(one.trend_data))
      .slice(0, Math.min(RISING, limit));
  }

  private figures(phrases: readonly string[], market: Market, limit: number): Promise<KeywordFigures[]> {
    const today = new Date();
    return Promise.resolve(
      fitting(phrases)
        .slice(0, limit)
        .map((phrase) => estimate(phrase, market, today)),
    );
  }
}

/** Each once, without the one that was asked for, and none that nobody could search for. */
function fitting(phrases: readonly string[], asked?: string): string[] {
  return [...new Set(phrases)].filter((phrase) => phrase !== asked && isKeyword(phrase));
}
