/** What the quality gate looks at, and how much each counts of a hundred. */
const QUALITY_WEIGHTS = {
  /** The opening meets a problem of the reader, in the reader's words. */
  problem_match: 20,
  /** A person can be heard in it. */
  personality: 20,
  /** It answers questions so that answer engines can quote it. */
  aeo: 20,
  /** It names what stands in the reader's way. */
  villain: 15,
  clarity: 15,
  platform_fit: 10,
} as const;
type QualityCriterion = keyof typeof QUALITY_WEIGHTS;

const THRESHOLD = 70;

/** What somebody has found who looked at a piece by these criteria. */
export interface QualityAssessment {
  /** 0 to 100 each. */
  readonly scores: Readonly<Record<QualityCriterion, number>>;
  /** What was said of it, by keys of the assessor's own. */
  readonly feedback: Readonly<Record<string, unknown>>;
  /** The least score to pass; 70 where none is given. */
  readonly threshold?: number;
}

/** The mean of the scores by their weights, 0 to 100, rounded. */
export function qualityScore(scores: QualityAssessment['scores']): number {
  const weighted = Object.entries(QUALITY_WEIGHTS).map(
    ([criterion, weight]) => weight * Math.min(100, Math.max(0, scores[criterion as QualityCriterion])),
  );
  return Math.round(weighted.reduce((sum, part) => sum + part, 0) / 100);
}

export function passesGate(score: number, threshold = THRESHOLD): boolean {
  return score >= threshold;
}
