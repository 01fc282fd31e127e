import { mostTokens } from '../usage/tokens.js';

interface Placed {
  readonly index?: number | undefined;
  readonly embedding?: readonly number[] | undefined;
}

/** The vectors in the order of the texts; throws unless there is one for each. */
export function inOrder(placed: readonly Placed[], count: number): (readonly number[])[] {
  const vectors: (readonly number[])[] = [];
  for (const [at, { index = at, embedding }] of placed.entries())
    if (embedding && embedding.length > 0) vectors[index] = embedding;
  const whole = Array.from({ length: count }, (_, at) => vectors[at]).filter(
    (vector) => vector !== undefined,
  );
  if (whole.length !== count || placed.length !== count)
    throw new Error(`${whole.length} vectors came for ${count} texts.`);
  return whole;
}

/** How much a company turns into vectors in one request. */
export interface BatchLimits {
  readonly texts: number;
  readonly tokens: number;
}

/** The texts in their order, in as few batches as surely keep the limits; a text beyond them is a batch of its own. */
export function batchesOf(texts: readonly string[], limits: BatchLimits): string[][] {
  const batches: string[][] = [];
  let tokens = Infinity;
  for (const text of texts) {
    const more = mostTokens(text);
    let batch = batches.at(-1);
    if (!batch || batch.length >= limits.texts || tokens + more > limits.tokens) {
      batches.push((batch = []));
      tokens = 0;
    }
    batch.push(text);
    tokens += more;
  }
  return batches;
}
