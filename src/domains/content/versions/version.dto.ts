import { Provenance } from '#platform/ai/provenance.dto';

/** One edit of a piece of content. */
export class VersionSummary {
  /** 1 is what was written first. @example 2 */
  version!: number;
  title!: string;
  /** Who or what wrote it; null for what was there before this was recorded. */
  provenance!: Provenance | null;
  /** @example '2026-11-23T20:00:00.123456Z' */
  created_at!: string;
}

/** The words of a piece of content after one edit. */
export class ContentVersion extends VersionSummary {
  content!: string | null;
  /** As HTML that can be shown on any page. */
  html_content!: string;
  cta!: string | null;
  meta_description!: string | null;
  keywords!: string[];
}
