import { IsUUID } from 'class-validator';
import { MayBeLeftOut } from '#platform/http/may-be-left-out.decorator';
import { BrandTermEntry } from '../brand.answers.dto.js';

/** How a document says the brand speaks. */
export class VoiceProfile {
  /** @example 'casual (70 of 100, from formal to casual)' */
  tone!: string;
  /** @example ['casual', 'serious'] */
  personality!: string[];
  /** Words the brand uses. @example ['customer'] */
  vocabulary!: string[];
  /** Whatever else the document lays down, by keys of its own. */
  style_guidelines!: Record<string, unknown>;
}

/** Something to read about the brand. */
export class BrandDocument {
  id!: string;
  /** @example 'Acme: brand guide' */
  name!: string;
  content!: string;
  voice_profile!: VoiceProfile;
}

export class TerminologyQuery {
  /** The brand's id; your own when left out. */
  @MayBeLeftOut()
  @IsUUID()
  brandId?: string;
}

/** The words of the brand. */
export class Terminology {
  /** Words to use. @example ['customer'] */
  terms!: string[];
  /** Phrases that every text must hold. @example ['Acme Tools Ltd'] */
  phrases!: string[];
  /** The words to use, each with those it is used in place of. */
  preferred!: BrandTermEntry[];
  /** Words that must not be written. @example ['best in class'] */
  banned!: string[];
}
