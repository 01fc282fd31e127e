/** How alike two items are, by their places in the list; the first is the lower one. */
export type Similarity = (one: number, other: number) => number;

/**
 * Puts `count` items into groups (agglomerative, average link): the two groups whose members are most alike on average become
 * one, until none are as alike as `threshold`. Of equals, those that begin first are joined first. Groups and their members
 * come in the order of the items. Takes the square of `count` in memory and, at worst, its cube in time.
 */
export function averageLink(count: number, similarity: Similarity, threshold: number): number[][] {
  const groups: (number[] | undefined)[] = Array.from({ length: count }, (_, item) => [item]);
  const likeness = Array.from({ length: count }, (_, one) =>
    Float64Array.from({ length: count }, (_, other) => (one < other ? similarity(one, other) : 0)),
  );
  const between = (one: number, other: number): number =>
    (one < other ? likeness[one]?.[other] : likeness[other]?.[one]) ?? 0;
  for (;;) {
    const pair = mostAlike(groups, between);
    const [kept = [], joined = []] = pair ? [groups[pair.one], groups[pair.other]] : [];
    if (!pair || pair.likeness < threshold) break;
    for (const [other, group] of groups.entries()) {
      if (!group || other === pair.one || other === pair.other) continue;
      const sum = between(pair.one, other) * kept.length + between(pair.other, other) * joined.length;
      const row = likeness[Math.min(pair.one, other)];
      if (row) row[Math.max(pair.one, other)] = sum / (kept.length + joined.length);
    }
    groups[pair.one] = [...kept, ...joined].toSorted((one, other) => one - other);
    groups[pair.other] = undefined;
  }
  return groups.filter((group) => group !== undefined);
}

interface Pair {
  readonly one: number;
  readonly other: number;
  readonly likeness: number;
}

function mostAlike(groups: readonly (number[] | undefined)[], between: Similarity): Pair | undefined {
  let best: Pair | undefined;
  for (let one = 0; one < groups.length; one += 1) {
    if (!groups[one]) continue;
    for (let other = one + 1; other < groups.length; other += 1) {
      if (!groups[other]) continue;
      const likeness = between(one, other);
      if (!best || likeness > best.likeness) best = { one, other, likeness };
    }
  }
  return best;
}
