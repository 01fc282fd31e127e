/**
 * The four scales of the tone of voice that Nielsen Norman Group found to tell texts apart
 * (nngroup.com/articles/tone-of-voice-dimensions): 0 is the first word of the name, 100 the last.
 */
export const TONE_SCALES = [
  'formal_casual',
  'serious_funny',
  'respectful_irreverent',
  'matter_of_fact_enthusiastic',
] as const;
export type ToneScale = (typeof TONE_SCALES)[number];

/** Up to here a scale says its first word, and from `HIGH` on its last; between them its signals are free. */
export const LOW = 33;
export const HIGH = 67;

/** Where a brand stands on each scale, 0 to 100; null where it has not been decided. */
export type Tones = Readonly<Record<ToneScale, number | null>>;

/** A word the brand uses, and those it is used in place of. */
export interface PreferredTerm {
  readonly term: string;
  readonly instead_of: readonly string[];
}

/** What whoever writes for a brand has to know of it. */
export interface BrandGuide {
  /** Null while no version of the brand has been saved. */
  readonly version: number | null;
  readonly name: string | null;
  readonly voice: string;
  readonly tones: Tones;
  readonly dos: readonly string[];
  readonly donts: readonly string[];
  readonly banned: readonly string[];
  readonly required: readonly string[];
  readonly terminology: readonly PreferredTerm[];
}
