import { hashtagsIn } from '#platform/channels/fit-to-network';
import type { EngagementPrediction } from './measures.dto.js';

const BASE = 50;
const WELL_SIZED = { points: 10, above: 100, below: 200 };
const WELL_TAGGED = { points: 15, least: 3, most: 7 };
/** Networks not named here count as they are. */
const FACTORS: Readonly<Record<string, number>> = {
  instagram: 1.2,
  tiktok: 1.5,
  twitter: 1,
  linkedin: 0.8,
  facebook: 0.9,
  pinterest: 1.1,
};
const CONFIDENCE = 0.75;

/** What a post may bring, from its length, its hashtags and where it appears. An estimate: nothing of the author is known to it. */
export function predictedEngagement(text: string, platform: string | null): EngagementPrediction {
  const tags = new Set(hashtagsIn(text).map((tag) => tag.toLowerCase())).size;
  const isWellSized = text.length > WELL_SIZED.above && text.length < WELL_SIZED.below;
  const isWellTagged = tags >= WELL_TAGGED.least && tags <= WELL_TAGGED.most;
  const points = BASE + (isWellSized ? WELL_SIZED.points : 0) + (isWellTagged ? WELL_TAGGED.points : 0);
  const factor = platform !== null && Object.hasOwn(FACTORS, platform) ? (FACTORS[platform] ?? 1) : 1;
  const score = Math.min(100, tenths(points * factor));
  return {
    estimated: true,
    score,
    likes: Math.round(score * 10),
    comments: Math.round(score * 2),
    shares: Math.round(score),
    viral: Math.min(95, tenths(score * 1.2)),
    confidence: CONFIDENCE,
  };
}

const tenths = (value: number) => Math.round(value * 10) / 10;
