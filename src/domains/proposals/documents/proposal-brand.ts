import type { BrandColors } from './palette.js';

/** Whose proposal a document is; given by whoever asks for it, as this room knows no brands. */
export interface ProposalBrand {
  /** At most 200 characters. */
  readonly name: string;
  /** `#1f3a5f`; what is no such colour is replaced by a default. */
  readonly colors?: BrandColors;
  /** PNG or JPEG, at most 256 KB and 4 million pixels; another is left out. */
  readonly logo?: Uint8Array;
}
