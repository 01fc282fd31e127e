import { IsString, IsUUID, MaxLength, MinLength } from 'class-validator';
import { Provenance } from '#platform/ai/provenance.dto';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { Violation } from '../check/violation.dto.js';

/** Characters of a text that a model is asked about, at most. */
const LONGEST = 20_000;

export class AnalyseVoice {
  /** @example 'Our tools make your week easier.' */
  @IsString()
  @MinLength(1)
  @MaxLength(LONGEST)
  content!: string;

  /** The brand's id; your own when left out. */
  @MayBeLeftOut()
  @IsUUID()
  brandId?: string;
}

export class EnhanceText extends AnalyseVoice {
  /** How it is to sound, beside what the brand says. Without a model it makes no difference. @example 'warmer, and shorter' */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(500)
  targetVoice?: string;
}

export class SuggestAlternatives {
  /** @example 'Best-in-class tools!' */
  @IsString()
  @MinLength(1)
  @MaxLength(2_000)
  text!: string;

  /** The brand's id; your own when left out. */
  @MayBeLeftOut()
  @IsUUID()
  brandId?: string;
}

/** How the text fits what the brand wants of its style, 0 to 100 each. */
export class StyleCompliance {
  /** Share of sentences that are not longer than 40 words (formal) to 20 (casual), or 25 where the tone is open. @example 100 */
  sentence_length!: number;
  /** 100 when it reads at least as easily as wanted (30 formal to 80 casual, or 60), 2 less for each point it misses. @example 92 */
  complexity!: number;
  /** 100 when contractions, emoji, exclamation marks and persons are as frequent as the tone says; 100 where it is open. @example 80 */
  formality!: number;
}

/** How easily the text reads. The formulas are made for English. */
export class VoiceReadability {
  /** Flesch: 0 very hard to 100 very easy. @example 68 */
  flesch_reading_ease!: number;
  /** Years at a school in the USA it takes (Flesch-Kincaid). @example 7.4 */
  grade!: number;
  words!: number;
  sentences!: number;
}

/** How well a text keeps to the brand. All figures are counted by rules; a model only adds suggestions. */
export class VoiceAnalysis {
  /** 0 to 100: 10 off for each error, 4 for each warning and 1 for each notice in 100 words. @example 86 */
  score!: number;
  /** 0 to 100: how often the brand's terms are called by their name, of all the times they are meant. @example 75 */
  consistency!: number;
  /** 0 to 100: share of sentences in which nothing is out of tone. @example 90 */
  tone_alignment!: number;
  /** What is wrong with the words. @example ['“client”: Write “customer”.'] */
  vocabulary_issues!: string[];
  style_compliance!: StyleCompliance;
  readability!: VoiceReadability;
  /** What to do, those of the model last. */
  suggestions!: string[];
  /** Terms and names of the brand that the text uses. @example ['customer'] */
  brand_terms!: string[];
  /** Words of the text that the brand does not want. @example ['best-in-class'] */
  flagged_phrases!: string[];
  /** The version of the brand it was held against; null when none is saved. @example 3 */
  brand_version!: number | null;
  /** Whether a model has added suggestions. */
  ai!: boolean;
  provenance!: Provenance;
}

export class RewrittenText {
  enhanced_content!: string;
  /** What still does not keep to the brand. */
  violations!: Violation[];
  /** False when no model wrote it: then only words and signs are put right that take no writer. */
  ai!: boolean;
  provenance!: Provenance;
}

export class CheckedAlternative {
  text!: string;
  /** What in it does not keep to the brand. */
  violations!: Violation[];
}

export class Alternatives {
  /** Other ways to say it; none when no model is configured and rules alone find nothing to put right. */
  alternatives!: string[];
  /** The same, each with what still does not keep to the brand. */
  checked!: CheckedAlternative[];
  /** False when no model wrote them. */
  ai!: boolean;
  provenance!: Provenance;
}
