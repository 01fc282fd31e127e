import { type BrandGuide, HIGH, LOW, TONE_SCALES, type ToneScale } from './brand-guide.js';

const ENDS: Record<ToneScale, readonly [at0: string, at100: string]> = {
  formal_casual: ['formal', 'casual'],
  serious_funny: ['serious', 'funny'],
  respectful_irreverent: ['respectful', 'irreverent'],
  matter_of_fact_enthusiastic: ['matter-of-fact', 'enthusiastic'],
};

/**
 * The guide as part of a prompt: what its owner has set to be obeyed, so it belongs to the instructions. Empty where
 * nothing is set.
 */
export function guideText(guide: BrandGuide): string {
  return [
    guide.name === null ? '' : `Brand: ${inLine(guide.name)}`,
    guide.voice.trim() === '' ? '' : `Voice: ${guide.voice.trim()}`,
    list('Tone:', toneWords(guide)),
    list('Do:', guide.dos),
    list("Don't:", guide.donts),
    list('Never write:', guide.banned),
    list('Say somewhere, word for word:', guide.required),
    list('Words to use:', guide.terminology.map(termLine)),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/** Where the brand stands, in words: `casual (80 of 100, from formal to casual)`. */
export function toneWords({ tones }: Pick<BrandGuide, 'tones'>): string[] {
  return TONE_SCALES.flatMap((scale) => {
    const value = tones[scale];
    if (value === null) return [];
    const [at0, at100] = ENDS[scale];
    return [`${leaning(value, scale) ?? 'in the middle'} (${value} of 100, from ${at0} to ${at100})`];
  });
}

/** The ends of the scales that the brand leans to: `casual`, `serious`. */
export function leanings({ tones }: Pick<BrandGuide, 'tones'>): string[] {
  return TONE_SCALES.flatMap((scale) => leaning(tones[scale] ?? 50, scale) ?? []);
}

function leaning(value: number, scale: ToneScale): string | undefined {
  const [at0, at100] = ENDS[scale];
  if (value <= LOW) return at0;
  return value >= HIGH ? at100 : undefined;
}

function termLine({ term, instead_of: avoided }: BrandGuide['terminology'][number]): string {
  return `“${term}”, not ${avoided.map((phrase) => `“${phrase}”`).join(' or ')}`;
}

function list(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : [title, ...lines.map((line) => `- ${inLine(line)}`)].join('\n');
}

const inLine = (text: string): string => text.replace(/\s+/g, ' ').trim();
