import { Provenance } from '#platform/ai/provenance.dto';
import type { ContentStatus } from './publishing/content-state.js';
import { ContentMeasures, SimilarContent } from './measures/measures.dto.js';

/** A piece of content as the library lists it. */
export class LibraryItem {
  /** @example 42 */
  id!: number;
  /** @example 'Ten ideas for a spring garden' */
  title!: string;
  /** @example 'blog_post' */
  content_type!: string;
  /** @example 'blog' */
  platform!: string | null;
  /** @example 'draft' */
  status!: ContentStatus;
  /** Markdown or plain text; null until something has been written. */
  content!: string | null;
  cta!: string | null;
  meta_description!: string | null;
  /** @example ['spring garden'] */
  keywords!: string[];
  /** @example ['garden'] */
  tags!: string[];
  target_audience!: string | null;
  campaign_id!: string | null;
  /** Counts the edits of the words, from 1. @example 3 */
  version!: number;
  /** 0 to 100; null for what no search engine reads, and until something has been written. @example 80 */
  seo_score!: number | null;
  /** Flesch reading ease, held to 0 to 100; null where the text is too short or not English. @example 62 */
  readability_score!: number | null;
  /** 0 to 1, by a formula. @example 0.75 */
  engagement_prediction!: number | null;
  /** `engagement_prediction` is an estimate: nothing of it was measured. @example true */
  estimated!: true;
  /** 0 to 100, as the quality gate found it; null until it has been asked. @example 82 */
  quality_score!: number | null;
  passed_quality_gate!: boolean;
  /** When it is to be published; null where that is not settled. */
  scheduled_for!: string | null;
  published_at!: string | null;
  approved_at!: string | null;
  /** Who approved it. */
  approved_by!: string | null;
  /** When a person last changed words that something else had written; null where nobody did. */
  edited_at!: string | null;
  /** Who or what wrote it; null for what was there before this was recorded. */
  provenance!: Provenance | null;
  metadata!: Record<string, unknown>;
  /** The row of `generated_content` it came from; null for what was not generated. */
  generated_content_id!: string | null;
  /** @example '2026-11-23T20:00:00.123456Z' */
  created_at!: string;
  updated_at!: string;
}

/** A piece of content, whole. */
export class ContentItem extends LibraryItem {
  /** The words as HTML that can be shown on any page. @example '<p>Spring begins <strong>below</strong> the ground.</p>' */
  html_content!: string;
  /** What it is to achieve and say. */
  brief!: Record<string, unknown>;
}

/** A piece of content that has just been written. */
export class SavedContent extends ContentItem {
  /** Others of the library that say nearly the same (similarity 0.8 or more), the most similar first; at most ten. */
  near_duplicates!: SimilarContent[];
}

/** A piece of content that is gone, with its versions. */
export class DeletedContent {
  /** @example true */
  deleted!: boolean;
  id!: number;
}

/** What can be said of a text, and what of the library resembles it. */
export class MeasuredText extends ContentMeasures {
  /** Others of the library that say nearly the same (similarity 0.8 or more); at most ten. */
  near_duplicates!: SimilarContent[];
}
