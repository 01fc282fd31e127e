import type { SimilarContent } from '../measures/measures.dto.js';
import { jaccard, shinglesOf } from './shingles.js';

/** A text of the library that may resemble another. */
export interface Candidate {
  readonly id: number;
  readonly title: string;
  readonly status: string;
  readonly content: string | null;
}

const AT_MOST = 10;

/** Those that resemble a text of these shingles by at least so much, the most similar first. */
export function resembling(
  shingles: ReadonlySet<string>,
  candidates: readonly Candidate[],
  least: number,
): SimilarContent[] {
  return candidates
    .map(({ id, title, status, content }) => {
      const similarity = jaccard(shingles, shinglesOf(content ?? ''));
      return { id, title, status, similarity: Math.round(similarity * 1000) / 1000 };
    })
    .filter(({ similarity }) => similarity >= least)
    .toSorted((one, other) => other.similarity - one.similarity)
    .slice(0, AT_MOST);
}
