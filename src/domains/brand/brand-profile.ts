import type { FieldIssue } from '#kernel/errors';
import type { BrandChanges } from './brand.dto.js';
import { PhraseBook } from './check/phrase-book.js';
import { quotedIn } from './check/vocabulary.js';
import { keyOf, wordsOf } from './check/words.js';
import { type BrandGuide, type PreferredTerm, TONE_SCALES, type Tones } from './guide/brand-guide.js';

export const COLOURS = ['primary', 'secondary', 'accent', 'background', 'text'] as const;
type Colour = (typeof COLOURS)[number];

export const FONTS = ['heading', 'body'] as const;
type Font = (typeof FONTS)[number];

/** What a version of a brand says. What nobody has set is null, or an empty list or text. */
export interface BrandProfile {
  name: string | null;
  description: string | null;
  colors: Record<Colour, string | null>;
  fonts: Record<Font, string | null>;
  logo_id: string | null;
  voice: string;
  tones: Record<keyof Tones, number | null>;
  dos: readonly string[];
  donts: readonly string[];
  banned_phrases: readonly string[];
  required_phrases: readonly string[];
  terminology: readonly PreferredTerm[];
}

/** A profile of which something may be missing. */
export interface ProfilePart extends Partial<Omit<BrandProfile, 'colors' | 'fonts' | 'tones'>> {
  readonly colors?: Partial<BrandProfile['colors']>;
  readonly fonts?: Partial<BrandProfile['fonts']>;
  readonly tones?: Partial<BrandProfile['tones']>;
}

/** Completes a profile, as a row or an asset has it, with its fields in the one order they are compared in. */
export function completeProfile(part: ProfilePart): BrandProfile {
  return {
    name: part.name ?? null,
    description: part.description ?? null,
    colors: everyKey(COLOURS, part.colors),
    fonts: everyKey(FONTS, part.fonts),
    logo_id: part.logo_id ?? null,
    voice: part.voice ?? '',
    tones: everyKey(TONE_SCALES, part.tones),
    dos: part.dos ?? [],
    donts: part.donts ?? [],
    banned_phrases: part.banned_phrases ?? [],
    required_phrases: part.required_phrases ?? [],
    terminology: (part.terminology ?? []).map(({ term, instead_of }) => ({ term, instead_of })),
  };
}

/** What is named replaces what was; colours, fonts and tones do so one by one. */
export function withChanges(profile: BrandProfile, changes: BrandChanges): BrandProfile {
  const named = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  return completeProfile({
    ...profile,
    ...(named as Partial<BrandProfile>),
    colors: { ...profile.colors, ...changes.colors },
    fonts: { ...profile.fonts, ...changes.fonts },
    tones: { ...profile.tones, ...changes.tones },
  });
}

/** The fields in which two profiles differ. */
export function differences(before: BrandProfile, after: BrandProfile): string[] {
  const fields = Object.keys(after) as (keyof BrandProfile)[];
  return fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}

/** What no text could satisfy: words that are to be used and not to be used. */
export function contradictions(profile: BrandProfile): FieldIssue[] {
  const { banned_phrases: banned, donts, required_phrases: required, terminology } = profile;
  const forbidden = new PhraseBook([
    ...banned.map((phrase, index) => [phrase, `banned_phrases.${index}`] as const),
    ...donts.flatMap((dont, index) => quotedIn(dont).map((phrase) => [phrase, `donts.${index}`] as const)),
  ]);
  const forbiddenAndWanted = [...required, ...terminology.map(({ term }) => term)].flatMap((phrase) =>
    [...forbidden.mentioned(wordsOf(phrase))].map((path) => ({
      path,
      message: `${path} forbids what “${phrase}” says, which is to be used.`,
    })),
  );
  const owners = new Map<string, string>(terminology.map(({ term }) => [keyOf(term), term]));
  const avoidedAndWanted = terminology.flatMap(({ term, instead_of: avoided }, entry) =>
    avoided.flatMap((phrase, index) => {
      const owner = owners.get(keyOf(phrase)) ?? term;
      owners.set(keyOf(phrase), term);
      if (owner === term) return [];
      const message = `“${phrase}” cannot give way to “${term}”: it belongs to “${owner}”.`;
      return [{ path: `terminology.${entry}.instead_of.${index}`, message }];
    }),
  );
  return [...forbiddenAndWanted, ...avoidedAndWanted];
}

export function guideOf(version: number | null, profile: BrandProfile): BrandGuide {
  const { name, voice, tones, dos, donts, terminology } = profile;
  const { banned_phrases: banned, required_phrases: required } = profile;
  return { version, name, voice, tones, dos, donts, banned, required, terminology };
}

function everyKey<Key extends string, Value>(
  keys: readonly Key[],
  values: Partial<Record<Key, Value | null>> | undefined,
): Record<Key, Value | null> {
  return Object.fromEntries(keys.map((key) => [key, values?.[key] ?? null])) as Record<Key, Value | null>;
}
