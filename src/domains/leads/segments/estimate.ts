import type { SegmentEstimate } from './segment.dto.js';
import type { SampleCount } from './estimate.repository.js';

/** What a sample tells of all leads: a count, and between which numbers it lies in 95 of 100 cases (Wilson's interval). */
export function estimateOf({ all, meant, share }: SampleCount): SegmentEstimate {
  const total = Math.round((all - 1) / share);
  const [low, high] = shareBetween(meant, all);
  return {
    count: Math.round((meant / all) * total),
    estimated: true,
    low: Math.floor(low * total),
    high: Math.ceil(high * total),
    total,
  };
}

function shareBetween(hits: number, tries: number): [number, number] {
  const z = 1.96;
  const share = hits / tries;
  const middle = share + (z * z) / (2 * tries);
  const spread = z * Math.sqrt((share * (1 - share)) / tries + (z * z) / (4 * tries * tries));
  const scale = 1 + (z * z) / tries;
  return [Math.max(0, (middle - spread) / scale), Math.min(1, (middle + spread) / scale)];
}
