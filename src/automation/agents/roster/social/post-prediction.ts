import type { NetworkId } from '#platform/channels/networks';

/** How readily people react there, beside the others; 1 where nothing is known. */
const LIVELINESS: Partial<Record<NetworkId, number>> = {
  instagram: 1.2,
  tiktok: 1.5,
  twitter: 1,
  linkedin: 0.8,
  facebook: 0.9,
  pinterest: 1.1,
};
const BASE = 50;
const GOOD_LENGTH = { over: 100, under: 200, points: 10 };
const GOOD_HASHTAGS = { from: 3, to: 7, points: 15 };
const MOST = 100;
const MOST_VIRAL = 95;
const CONFIDENCE = 0.75;

/** A rule of thumb from length, hashtags and network: it knows neither the followers nor what was said. */
export interface PostPrediction {
  /** 0 to 100. */
  readonly engagement_score: number;
  readonly predicted_likes: number;
  readonly predicted_comments: number;
  readonly predicted_shares: number;
  /** 0 to 95. */
  readonly viral_potential: number;
  readonly confidence: number;
  readonly estimated: true;
}

/** The formula of the product's documents: 50, and 10 for 101 to 199 characters, and 15 for 3 to 7 hashtags, times the network's factor. */
export function predictPost(text: string, hashtags: number, network: NetworkId): PostPrediction {
  const isGoodLength = text.length > GOOD_LENGTH.over && text.length < GOOD_LENGTH.under;
  const hasGoodHashtags = hashtags >= GOOD_HASHTAGS.from && hashtags <= GOOD_HASHTAGS.to;
  const points =
    BASE + (isGoodLength ? GOOD_LENGTH.points : 0) + (hasGoodHashtags ? GOOD_HASHTAGS.points : 0);
  const score = Math.min(MOST, rounded(points * (LIVELINESS[network] ?? 1)));
  return {
    engagement_score: score,
    predicted_likes: Math.floor(score * 10),
    predicted_comments: Math.floor(score * 2),
    predicted_shares: Math.floor(score),
    viral_potential: Math.min(MOST_VIRAL, rounded(score * 1.2)),
    confidence: CONFIDENCE,
    estimated: true,
  };
}

const rounded = (value: number): number => Math.round(value * 10) / 10;
