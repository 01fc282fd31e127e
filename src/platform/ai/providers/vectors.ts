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
