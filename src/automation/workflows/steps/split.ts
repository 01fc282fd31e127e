import { createHash } from 'node:crypto';

export interface Variant {
  readonly name: string;
  readonly weight: number;
}

/** By what a lead, or an instance without one, is drawn at a step: the same way whenever it comes by. */
export function drawKey(workflowId: string, step: string, whose: string): string {
  return `${workflowId} ${step} ${whose}`;
}

/** The variant that a key falls to: always the same one, and over many keys as often as the weights say. */
export function drawn(variants: readonly Variant[], key: string): string {
  const total = variants.reduce((sum, { weight }) => sum + weight, 0);
  const drawn = (createHash('sha256').update(key).digest().readUInt32BE() / 2 ** 32) * total;
  let below = 0;
  for (const { name, weight } of variants) {
    below += weight;
    if (drawn < below) return name;
  }
  return variants.at(-1)?.name ?? 'next';
}
