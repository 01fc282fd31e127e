/** US dollars a second, as they are estimated before it is known what was made. */
const ESTIMATED_PER_SECOND = 0.4;
/** Where the catalogue has no price. */
export const UNPRICED = { image: 0.039, second: { fast: 0.4, standard: 0.75 } } as const;

export function estimatedCost(seconds: number): number {
  return Math.round(seconds * ESTIMATED_PER_SECOND * 100) / 100;
}

/** Of what a model has made: by the catalogue, or else by the documented rate. */
export function dollars(costMicros: number | null, otherwise: number): number {
  return costMicros === null ? otherwise : costMicros / 1_000_000;
}
