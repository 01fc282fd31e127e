import { createHash } from 'node:crypto';
import {
  competitionOf,
  type KeywordFigures,
  type KeywordIntent,
  type TrendMonth,
} from '#platform/keyword-data/keyword-data';
import { wordsOf } from '#platform/keyword-data/keyword-text';
import { type Market, marketOf } from '#platform/keyword-data/markets';
import { dissect, intentOf } from '../modifiers.js';

const MONTHS = 12;
const LEAST_VOLUME = 10;
const LARGEST_MARKET = marketOf('US')?.online ?? 1;
/** What advertisers pay more for, and compete for. */
const CLICK_WORTH: Record<KeywordIntent, number> = {
  transactional: 1.5,
  commercial: 1.2,
  informational: 0.5,
  navigational: 0.3,
};
const COMPETITION_BONUS: Record<KeywordIntent, number> = {
  transactional: 0.3,
  commercial: 0.2,
  informational: 0,
  navigational: -0.1,
};
const FEATURES: Record<KeywordIntent, readonly string[]> = {
  transactional: ['Ads', 'Shopping', 'Images'],
  commercial: ['Ads', 'People Also Ask', 'Video'],
  informational: ['Featured Snippet', 'People Also Ask', 'Video'],
  navigational: ['Knowledge Graph', 'Ads'],
};

/**
 * Figures that look like those of a search engine, from the words and the country alone: the same words always give the same
 * figures, whoever asks. They say nothing of the world and are marked `estimated`.
 *
 * With u(x), evenly spread over 0 to 1, the first four bytes of SHA-256 of x, the text and the country:
 *
 * - volume = 10^(5.6 − 0.7·words + 1.6·(u(volume) − ½)) of the subject · people online / those of the US · ½ per modifier, at
 *   least 10, in two significant digits. A modifier is a word such as "best" or "guide", so "best shoes" has half of "shoes".
 * - difficulty = 14·log10(volume) + 30·(u(difficulty) − ½) + 8 with an intent to buy, from 1 to 100.
 * - competition index = 0.15 + 0.5·u(competition) + a bonus by intent.
 * - cost per click = 0.1 + 6·u(cpc)²·worth of the intent, in US dollars.
 * - month = volume · a straight line from −¼ to +½ over the year by u(growth) · a cosine of at most 0.3 by u(season), u(peak).
 *
 * `today` only says which twelve months are the last complete ones.
 */
export function estimate(keyword: string, market: Market, today: Date): KeywordFigures {
  const { subject, modifiers } = dissect(keyword);
  const intent = intentOf(keyword);
  const chance = (figure: string, of = keyword): number => evenly(`${figure}\n${of}\n${market.country}`);
  const head = 10 ** (5.6 - 0.7 * wordsOf(subject).length + 1.6 * (chance('volume', subject) - 0.5));
  const volume = rounded(head * (market.online / LARGEST_MARKET) * 0.5 ** modifiers);
  const isNearPurchase = intent === 'transactional' || intent === 'commercial';
  const difficulty = 14 * Math.log10(volume) + 30 * (chance('difficulty') - 0.5) + (isNearPurchase ? 8 : 0);
  const index = within(0, 1, 0.15 + 0.5 * chance('competition') + COMPETITION_BONUS[intent]);
  const competition = Math.round(index * 100) / 100;
  return {
    keyword,
    search_volume: volume,
    difficulty: Math.round(within(1, 100, difficulty)),
    cpc: Math.round((0.1 + 6 * chance('cpc') ** 2 * CLICK_WORTH[intent]) * 100) / 100,
    competition: competitionOf(competition),
    serp_features: featuresOf(keyword, intent),
    trend_data: trend(volume, competition, { chance, today }),
    intent,
    estimated: true,
    as_of: null,
    unknown: [],
  };
}

interface Course {
  readonly chance: (figure: string) => number;
  readonly today: Date;
}

/** The twelve last complete months; their mean is the volume, but for rounding. */
function trend(volume: number, competition: number, { chance, today }: Course): TrendMonth[] {
  const growth = -0.25 + 0.75 * chance('growth');
  const season = 0.3 * chance('season');
  const peak = Math.floor(12 * chance('peak'));
  const months = Array.from({ length: MONTHS }, (_, index) => {
    const month = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - MONTHS + index, 1));
    const line = 1 + growth * (index / (MONTHS - 1) - 0.5);
    const wave = 1 + season * Math.cos((2 * Math.PI * (month.getUTCMonth() - peak)) / 12);
    return { month: month.toISOString().slice(0, 7), factor: line * wave };
  });
  const mean = months.reduce((sum, { factor }) => sum + factor, 0) / MONTHS;
  return months.map(({ month, factor }) => ({
    month,
    volume: Math.round((volume * factor) / mean),
    competition,
  }));
}

function featuresOf(keyword: string, intent: KeywordIntent): string[] {
  const isLocal = keyword.includes('near me');
  return [...(isLocal ? ['Local Pack'] : []), ...FEATURES[intent]];
}

/** Evenly spread over 0 to 1, and the same for the same text on every machine. */
function evenly(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}

/** Two significant digits, as search engines tell volumes. */
function rounded(volume: number): number {
  return Math.max(LEAST_VOLUME, Number(volume.toPrecision(2)));
}

function within(least: number, most: number, value: number): number {
  return Math.min(most, Math.max(least, value));
}
