import type { Insertable, Updateable } from 'kysely';
import { withoutUndefined } from '#kernel/without-undefined';
import type { Provenance } from '#platform/ai/provenance.dto';
import type { ContentPiecesTable } from '#platform/database/schema.generated';
import { plainTextOf } from '#platform/html/plain-text';
import { safeHtml } from '#platform/html/safe-html';
import { usualPlatform } from './kinds/content-kind.js';
import { type ContentRow, measuredPiece, type MeasuredRow } from './content-row.repository.js';
import { isEditable, statusAfterEdit, statusOf } from './publishing/content-state.js';
import type { ContentChanges, ContentFields, TextToMeasure } from './content.dto.js';
import { ContentNotEditable } from './content.errors.js';
import { htmlOf, measure, type MeasuredPiece } from './measures/measure.js';
import { bandsOf } from './similarity/bands.js';
import { shinglesOf } from './similarity/shingles.js';

type NewRow = Omit<Insertable<ContentPiecesTable>, 'user_id'>;
type ChangedRow = Updateable<ContentPiecesTable>;

/** A piece to be kept; without provenance a person has written it. */
export interface NewPiece extends ContentFields {
  content_type: string;
  provenance?: Provenance;
}

/** What a piece says, each with its column. */
const WORDS = ['title', 'content', 'html_content', 'cta', 'meta_description', 'keywords'] as const;
const COPIED = [
  ...WORDS,
  ...(['content_type', 'platform', 'tags', 'target_audience', 'campaign_id', 'edited_at'] as const),
] as const;
const LONGEST_TITLE = 120;

/** Text that a person has written: no model was asked. */
const BY_HAND: Provenance = {
  ai: false,
  provider: 'offline',
  model: 'person',
  prompt_version: null,
  brand_version: null,
  sources: [],
  cost_usd: 0,
  run_id: null,
};

/** The columns of a new piece, a draft. */
export function newColumns(ownerId: string, { provenance = BY_HAND, ...piece }: NewPiece): NewRow {
  const { platform = usualPlatform(piece.content_type) } = piece;
  const changed = changedColumns(piece);
  const title = changed.title ?? titleOf(piece.brief, changed.content);
  const columns = { ...changed, title, platform, content_type: piece.content_type };
  const blank = { content: null, html_content: null, meta_description: null, keywords: null };
  return {
    ...columns,
    ...measuredColumns(ownerId, { ...blank, ...columns }),
    provenance: JSON.stringify(provenance),
  };
}

/**
 * The columns that an edit changes. With other words, what was measured of the old ones and agreed to of them no longer
 * holds, and published content refuses. `by` is `person`, or who or what else wrote the new words.
 */
export function editedColumns(
  ownerId: string,
  old: ContentRow,
  changes: ContentChanges,
  by: 'person' | Provenance | null,
): ChangedRow {
  const columns = withoutSameWords(changedColumns(withoutEchoes(changes, old)), old);
  if (Object.keys(columns).length === 0) return {};
  const measured = measuredColumns(ownerId, { ...old, ...columns } as ContentRow);
  if (!WORDS.some((word) => word in columns)) return { ...columns, ...measured };
  const status = statusOf(old.status);
  if (!isEditable(status)) throw new ContentNotEditable(status);
  const wasByModel = (old.provenance as Provenance | null)?.ai === true;
  return {
    ...columns,
    ...measured,
    ...(by === 'person'
      ? wasByModel && { edited_at: new Date() }
      : { provenance: by === null ? null : JSON.stringify(by), edited_at: null }),
    quality_score: null,
    passed_quality_gate: false,
    ...(statusAfterEdit(status) !== status && {
      status: statusAfterEdit(status),
      approved_at: null,
      approved_by: null,
      scheduled_for: null,
    }),
  };
}

/** The columns of a draft that says the same. */
export function copiedColumns(ownerId: string, row: ContentRow): NewRow {
  const copied = Object.fromEntries(COPIED.map((column) => [column, row[column]]));
  return {
    ...(copied as Pick<ContentRow, (typeof COPIED)[number]>),
    ...measuredColumns(ownerId, row),
    brief: JSON.stringify(row.brief),
    metadata: JSON.stringify({ ...(row.metadata as object), copied_from: row.id }),
    provenance: row.provenance === null ? null : JSON.stringify(row.provenance),
  };
}

/** What is found out about a piece, as columns; nothing until something has been written. */
export function measuredColumns(ownerId: string, row: MeasuredRow) {
  const shingles = shinglesOf(row.content ?? '');
  const similarity_bands = bandsOf(shingles, ownerId);
  if (shingles.size === 0)
    return { similarity_bands, seo_score: null, readability_score: null, engagement_prediction: null };
  const { readability, seo, engagement } = measure(measuredPiece(row));
  const ease = readability.flesch_reading_ease;
  return {
    similarity_bands,
    seo_score: seo?.score ?? null,
    readability_score: ease === null ? null : Math.round(Math.min(100, Math.max(0, ease))),
    engagement_prediction: engagement.score / 100,
  };
}

/** A text that is not kept, as it is measured. */
export function unkeptPiece({
  content_type = 'blog_post',
  platform = null,
  ...words
}: TextToMeasure): MeasuredPiece {
  const {
    title = '',
    content = null,
    html_content = null,
    meta_description = null,
    keywords = [],
  } = changedColumns(words);
  return { title, content, html_content, meta_description, keywords, content_type, platform };
}

/** HTML is held to what may be shown; of content and HTML each makes the other. */
function changedColumns(fields: ContentChanges) {
  const { brief, metadata, content, html_content, ...others } = fields;
  const html = typeof html_content === 'string' ? safeHtml(html_content) : html_content;
  const words =
    typeof html === 'string'
      ? { html_content: html, content: content ?? plainTextOf(html) }
      : { content, html_content: content === undefined ? html : null };
  return withoutUndefined({
    ...others,
    ...words,
    brief: brief && JSON.stringify(brief),
    metadata: metadata && JSON.stringify(metadata),
  });
}

/** What a piece without a title is called: its topic, or its first line. */
function titleOf(brief: Record<string, unknown> = {}, content = ''): string {
  const line = content.split('\n').find((text) => /[\p{L}\p{N}]/u.test(text)) ?? '';
  const titles = [brief['title'], brief['topic'], brief['headline'], line.replace(/^[#>*\s-]+/, '')];
  const title = titles.find((text) => typeof text === 'string' && text.trim() !== '') as string | undefined;
  return (title ?? 'Untitled').trim().slice(0, LONGEST_TITLE).toWellFormed();
}

/** Clients send back what they were shown: HTML that was made of the text, or the text beside its HTML, is no wish. */
function withoutEchoes(changes: ContentChanges, old: ContentRow): ContentChanges {
  const { content, html_content, ...others } = changes;
  const isHtmlEchoed = typeof html_content === 'string' && safeHtml(html_content) === htmlOf(old);
  const html = isHtmlEchoed ? undefined : html_content;
  const text = html === undefined && content === old.content ? undefined : content;
  return { ...others, ...withoutUndefined({ content: text, html_content: html }) };
}

/** The changes without words that stand there already: those are no edit. */
function withoutSameWords(columns: ChangedRow, old: ContentRow): ChangedRow {
  const same = WORDS.filter((word) => isSame(columns[word], old[word]));
  return Object.fromEntries(Object.entries(columns).filter(([name]) => !same.includes(name as never)));
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(orNothing(one)) === JSON.stringify(orNothing(other));
}

function orNothing(words: unknown): unknown {
  return words === undefined || words === '' || (Array.isArray(words) && words.length === 0) ? null : words;
}
