import { logoOf } from './logo.js';
import type { BrandColors } from './palette.js';

/** Whose proposal a document is. */
export interface ProposalBrand {
  /** At most 200 characters. */
  readonly name: string;
  /** `#1f3a5f`; what is no such colour is replaced by a default. */
  readonly colors?: BrandColors;
  /** PNG or JPEG, at most 1 MiB and 4 million pixels; another is left out. */
  readonly logo?: Uint8Array;
}

/**
 * The brand a proposal is shown under: what it names itself comes first, the brand of its owner stands in for the rest. A
 * proposal that names another brand than its owner's is shown under that alone.
 */
export function shownBrand(named: ProposalBrand | null, owner: Partial<ProposalBrand>): ProposalBrand {
  if (named && owner.name !== undefined && named.name !== owner.name) return named;
  const { colors, logo } = owner;
  return {
    name: named?.name ?? owner.name ?? '',
    colors: {
      primary: named?.colors?.primary ?? colors?.primary ?? null,
      accent: named?.colors?.accent ?? colors?.accent ?? null,
    },
    ...(logo && { logo }),
  };
}

/** Whether a brand has a logo that no file can show. */
export function hidesLogo({ logo }: ProposalBrand): boolean {
  return logo !== undefined && logoOf(logo) === undefined;
}
