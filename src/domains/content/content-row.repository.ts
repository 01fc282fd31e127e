import type { Selectable } from 'kysely';
import type { Provenance } from '#platform/ai/provenance.dto';
import type { ContentPiecesTable } from '#platform/database/schema.generated';
import { contentType, platformId } from './kinds/content-kind.js';
import { statusOf } from './publishing/content-state.js';
import type { ContentItem, LibraryItem } from './content.answers.dto.js';
import { htmlOf, type MeasuredPiece } from './measures/measure.js';

/** All columns that make an answer; what serves only to find a piece stays in the database. */
export const COLUMNS = [
  ...(['id', 'title', 'content_type', 'platform', 'status', 'content', 'html_content', 'cta'] as const),
  ...([
    'meta_description',
    'keywords',
    'tags',
    'brief',
    'target_audience',
    'campaign_id',
    'version',
  ] as const),
  ...(['seo_score', 'readability_score', 'engagement_prediction', 'quality_score'] as const),
  ...(['passed_quality_gate', 'scheduled_for', 'published_at', 'approved_at', 'approved_by'] as const),
  ...(['edited_at', 'provenance', 'metadata', 'generated_content_id', 'created_at', 'updated_at'] as const),
] as const;

export type ContentRow = Pick<Selectable<ContentPiecesTable>, (typeof COLUMNS)[number]>;

export function toLibraryItem(row: ContentRow): LibraryItem {
  return {
    id: row.id,
    title: row.title,
    content_type: contentType(row.content_type),
    platform: row.platform === null ? null : platformId(row.platform),
    status: statusOf(row.status),
    content: row.content,
    cta: row.cta,
    meta_description: row.meta_description,
    keywords: row.keywords ?? [],
    tags: row.tags,
    target_audience: row.target_audience,
    campaign_id: row.campaign_id,
    version: row.version,
    seo_score: row.seo_score,
    readability_score: row.readability_score,
    engagement_prediction: row.engagement_prediction,
    estimated: true,
    quality_score: row.quality_score,
    passed_quality_gate: row.passed_quality_gate ?? false,
    scheduled_for: row.scheduled_for,
    published_at: row.published_at,
    approved_at: row.approved_at,
    approved_by: row.approved_by,
    edited_at: row.edited_at,
    provenance: row.provenance as Provenance | null,
    metadata: row.metadata as Record<string, unknown>,
    generated_content_id: row.generated_content_id,
    created_at: row.created_at,
    updated_at: row.updated_at,
  };
}

export function toContentItem(row: ContentRow): ContentItem {
  return { ...toLibraryItem(row), html_content: htmlOf(row), brief: row.brief as Record<string, unknown> };
}

/** What is measured of a stored piece. */
export function measuredPiece(row: MeasuredRow): MeasuredPiece {
  return {
    title: row.title,
    content: row.content,
    html_content: row.html_content,
    meta_description: row.meta_description,
    keywords: row.keywords ?? [],
    content_type: contentType(row.content_type),
    platform: row.platform === null ? null : platformId(row.platform),
  };
}

export type MeasuredRow = Pick<ContentRow, keyof MeasuredPiece>;
