import type { Scene } from '../scene.dto.js';

const LONGEST_S = 8;
const SHORT_S = 2;

/**
 * The scenes with whole seconds that add up to the total: from 2 to 8 each, in proportion to what they were planned for. Of
 * too many the last are left out; of too few the longest are shown twice, one after the other, and spoken over once.
 */
export function fitDurations(planned: readonly Scene[], total: number): Scene[] {
  const scenes = planned.slice(0, Math.max(1, Math.floor(total / SHORT_S)));
  while (scenes.length * LONGEST_S < total) {
    const at = scenes.reduce((best, scene, one) => (scene.duration > scenes[best]!.duration ? one : best), 0);
    const half = { ...scenes[at]!, duration: scenes[at]!.duration / 2 };
    scenes.splice(at, 1, half, { ...half, narration: null });
  }
  const seconds = shares(
    scenes.map(({ duration }) => Math.max(duration, 0.1)),
    total,
  );
  return scenes.map((scene, at) => ({ ...scene, duration: seconds[at]! }));
}

/** Whole numbers in proportion to the weights, each within its bounds, that add up to the total. */
function shares(weights: readonly number[], total: number): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  const given = weights.map(() => Math.min(SHORT_S, total));
  for (let left = total - given.reduce((all, one) => all + one, 0); left > 0; left--) {
    let neediest = -1;
    let want = -Infinity;
    for (const [at, weight] of weights.entries()) {
      const lacks = (weight / sum) * total - given[at]!;
      if (given[at]! < LONGEST_S && lacks > want) [neediest, want] = [at, lacks];
    }
    given[neediest]! += 1;
  }
  return given;
}
