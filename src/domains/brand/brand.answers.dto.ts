export class BrandColorSet {
  /** @example '#3b82f6' */
  primary!: string;
  /** @example '#64748b' */
  secondary!: string;
  accent!: string | null;
  background!: string | null;
  text!: string | null;
}

export class BrandFontSet {
  /** @example 'Inter' */
  heading!: string | null;
  body!: string | null;
}

/** Where the brand stands between two words, 0 to 100; null where that is open. */
export class BrandToneSet {
  /** 0 formal, 100 casual. @example 70 */
  formal_casual!: number | null;
  /** 0 serious, 100 funny. */
  serious_funny!: number | null;
  /** 0 respectful, 100 irreverent. */
  respectful_irreverent!: number | null;
  /** 0 matter-of-fact, 100 enthusiastic. */
  matter_of_fact_enthusiastic!: number | null;
}

export class BrandTermEntry {
  /** @example 'customer' */
  term!: string;
  /** @example ['client', 'user'] */
  instead_of!: string[];
}

/** The brand as it is, or was in a version; what nobody has set has its default. */
export class Brand {
  /** What other routes take as `brandId`. */
  id!: string;
  /** Counts from 1; null while nothing has been saved. @example 3 */
  version!: number | null;
  /** @example 'Acme' */
  name!: string;
  description!: string;
  colors!: BrandColorSet;
  fonts!: BrandFontSet;
  /** The logo to use; its file is at `/api/brand/logos/{id}/file`. */
  logo_id!: string | null;
  /** How the brand speaks. */
  voice!: string;
  tones!: BrandToneSet;
  dos!: string[];
  donts!: string[];
  banned_phrases!: string[];
  required_phrases!: string[];
  terminology!: BrandTermEntry[];
  /** When this version was saved; null while none has been. @example '2026-11-23T20:00:00.123456Z' */
  updated_at!: string | null;
}

export class BrandAnswer {
  brand!: Brand;
}

export class BrandUpdated {
  /** @example 'Brand information updated' */
  message!: string;
  brand!: Brand;
}

/** One state the brand has been in. */
export class BrandVersion {
  id!: string;
  /** Counts from 1. @example 3 */
  version!: number;
  /** The fields in which it differs from the version before. @example ['name', 'tones'] */
  changed_fields!: string[];
  /** The user who saved it. */
  changed_by!: string;
  /** The version it is a copy of, where one was restored. */
  restored_from!: number | null;
  /** @example '2026-11-23T20:00:00.123456Z' */
  created_at!: string;
}

/** One state the brand has been in, whole. */
export class BrandVersionContent extends BrandVersion {
  brand!: Brand;
}
