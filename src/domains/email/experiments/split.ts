import { createHash } from 'node:crypto';

/** How the recipients of a mailing are divided. */
export interface Split {
  /** What makes this division another than those of other tests. */
  readonly seed: string;
  /** The share of recipients that is tested, above 0 to 1. */
  readonly share: number;
  /** The variants' ids, each for as many as the others. */
  readonly variants: readonly string[];
}

const BYTES = 6;

/** The variant that an address gets, the same one whenever it is asked; null for those who wait for the winner. */
export function variantFor({ seed, share, variants }: Split, address: string): string | null {
  const place = placeOf(`${seed}:${address}`) / share;
  return place >= 1 ? null : (variants[Math.floor(place * variants.length)] ?? null);
}

/** What is kept of that with a message. */
export function dividedBy(
  split: Split | null,
  address: string,
): { variant_id: string | null; waits: boolean } {
  const variant_id = split && variantFor(split, address);
  return { variant_id, waits: split !== null && variant_id === null };
}

/** 0 to 1, evenly spread over texts. */
function placeOf(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, BYTES) / 256 ** BYTES;
}
