import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import type { Provenance } from '#platform/ai/provenance.dto';
import { Database } from '#platform/database/database';
import { OutboundEvents } from '#platform/events/outbound-events.repository';
import {
  copiedColumns,
  editedColumns,
  newColumns,
  type NewPiece,
  unkeptPiece,
} from './content-edit.repository.js';
import { type ContentRow, measuredPiece, toContentItem } from './content-row.repository.js';
import { statusOf } from './publishing/content-state.js';
import type { ContentItem, LibraryItem, MeasuredText, SavedContent } from './content.answers.dto.js';
import type { ContentChanges, ContentWords, LibraryQuery, TextToMeasure } from './content.dto.js';
import { type ContentRef, contentNumber } from './content-ref.js';
import { ContentNotFound } from './content.errors.js';
import { ContentRepository } from './content.repository.js';
import type { ContentMeasures, SimilarContent } from './measures/measures.dto.js';
import { measure, type MeasuredPiece } from './measures/measure.js';
import { bandsOf } from './similarity/bands.js';
import { resembling } from './similarity/resembling.js';
import { shinglesOf } from './similarity/shingles.js';

/** What a model has written, as it is to stand in the library, and what it was asked. */
export interface GeneratedPiece extends NewPiece {
  provenance: Provenance;
  brief: Record<string, unknown>;
  /** Other texts the model offered; kept beside the answer, not in the library. */
  variations?: readonly object[];
}

/** Better words for a piece, and who or what they are from. */
export interface Optimisation extends ContentWords {
  provenance: Provenance;
  /** What was made better; kept under `metadata.ai_optimizations`. */
  optimisations: Record<string, unknown>;
}

/** What counts as nearly the same. */
const NEAR = 0.8;
const MOST_CANDIDATES = 25;

/** The library: everything an owner has written or had written. */
@Injectable()
export class ContentService {
  constructor(
    private readonly database: Database,
    private readonly pieces: ContentRepository,
    private readonly events: OutboundEvents,
  ) {}

  /** Keeps a new piece, as a draft. */
  async create(ownerId: string, piece: NewPiece): Promise<SavedContent> {
    return this.saved(ownerId, await this.pieces.add(ownerId, newColumns(ownerId, piece)));
  }

  /** Keeps what a model was asked and has answered, and the piece of it in the library. */
  async saveGenerated(ownerId: string, { variations = [], ...piece }: GeneratedPiece): Promise<SavedContent> {
    const columns = newColumns(ownerId, piece);
    const { title, content, html_content, cta, meta_description, tags = [] } = columns;
    const id = newId();
    const row = await this.database.transaction(async () => {
      await this.pieces.addGenerated(ownerId, {
        id,
        brief: JSON.stringify(piece.brief),
        content: JSON.stringify({ title, content, html_content, cta, meta_description, tags, variations }),
        seo_score: columns.seo_score ?? null,
        readability_score: columns.readability_score ?? null,
        engagement_prediction: columns.engagement_prediction ?? null,
      });
      const kept = await this.pieces.add(ownerId, { ...columns, generated_content_id: id });
      await this.events.tell('content.generated', ownerId, [
        {
          content_id: kept.id,
          generated_content_id: id,
          title: kept.title,
          content_type: kept.content_type,
          campaign_id: kept.campaign_id,
        },
      ]);
      return kept;
    });
    return this.saved(ownerId, row);
  }

  /** The caller's own pieces, newest first. */
  list(query: LibraryQuery): Promise<Page<LibraryItem>> {
    return this.pieces.list(query);
  }

  async get(ownerId: string, id: ContentRef): Promise<ContentItem> {
    return toContentItem(await this.row(ownerId, id));
  }

  /** Changes what is given. Other words are a new version; what was agreed to with other words is a draft again. */
  change(ownerId: string, id: ContentRef, changes: ContentChanges): Promise<SavedContent> {
    return this.edit(ownerId, id, (old) => editedColumns(ownerId, old, changes, 'person'));
  }

  /** Puts better words in the place of those there are. */
  applyOptimisation(ownerId: string, id: ContentRef, better: Optimisation): Promise<SavedContent> {
    const { optimisations, provenance, ...words } = better;
    return this.edit(ownerId, id, (old) => {
      const metadata = { ...(old.metadata as object), ai_optimizations: optimisations };
      return editedColumns(ownerId, old, { ...words, metadata }, provenance);
    });
  }

  /** Puts former words in the place of those there are. */
  restore(
    ownerId: string,
    id: ContentRef,
    words: ContentWords,
    from: Provenance | null,
  ): Promise<SavedContent> {
    return this.edit(ownerId, id, (old) => editedColumns(ownerId, old, words, from));
  }

  /** A draft that says the same, whatever has become of the piece. */
  async copy(ownerId: string, id: ContentRef): Promise<SavedContent> {
    const columns = copiedColumns(ownerId, await this.row(ownerId, id));
    return this.saved(ownerId, await this.pieces.add(ownerId, columns));
  }

  /** Answers the number of the piece that is gone. */
  async remove(ownerId: string, id: ContentRef): Promise<number> {
    const number = contentNumber(id);
    if (!(await this.pieces.remove(ownerId, number))) throw new ContentNotFound(number);
    return number;
  }

  /**
   * The owner's pieces that resemble a text, the most similar first; at most ten. `least` is 0 to 1: 0.8 is nearly the same,
   * below 0.5 more and more are missed. The piece itself is left out where it is named.
   */
  async findSimilar(ownerId: string, text: string, least = NEAR, except?: number): Promise<SimilarContent[]> {
    const shingles = shinglesOf(text);
    if (shingles.size === 0) return [];
    const candidates = await this.pieces.similar(bandsOf(shingles, ownerId), MOST_CANDIDATES);
    return resembling(
      shingles,
      candidates.filter(({ id }) => id !== except),
      least,
    ).map((found) => ({ ...found, status: statusOf(found.status) }));
  }

  /** The owner's pieces that resemble this one. */
  async similarTo(ownerId: string, id: ContentRef, least: number): Promise<SimilarContent[]> {
    const row = await this.row(ownerId, id);
    return this.findSimilar(ownerId, row.content ?? '', least, row.id);
  }

  /** What can be said by rule of a piece that is kept. */
  async measures(ownerId: string, id: ContentRef): Promise<ContentMeasures> {
    return measure(measuredPiece(await this.row(ownerId, id)));
  }

  /** What can be said by rule of any piece. */
  measure(piece: MeasuredPiece): ContentMeasures {
    return measure(piece);
  }

  /** What can be said of a text by rule, and what in the library nearly says the same. */
  async measureText(ownerId: string, text: TextToMeasure): Promise<MeasuredText> {
    const piece = unkeptPiece(text);
    return { ...measure(piece), near_duplicates: await this.findSimilar(ownerId, piece.content ?? '') };
  }

  private edit(
    ownerId: string,
    id: ContentRef,
    columnsOf: (old: ContentRow) => Parameters<ContentRepository['change']>[2],
  ): Promise<SavedContent> {
    const number = contentNumber(id);
    return this.database
      .transaction(async () => {
        const old = found(await this.pieces.hold(ownerId, number), id);
        return found(await this.pieces.change(ownerId, number, columnsOf(old)), id);
      })
      .then((row) => this.saved(ownerId, row));
  }

  private async saved(ownerId: string, row: ContentRow): Promise<SavedContent> {
    const near = await this.findSimilar(ownerId, row.content ?? '', NEAR, row.id);
    return { ...toContentItem(row), near_duplicates: near };
  }

  private async row(ownerId: string, id: ContentRef): Promise<ContentRow> {
    return found(await this.pieces.find(ownerId, contentNumber(id)), id);
  }
}

function found(row: ContentRow | undefined, id: ContentRef): ContentRow {
  if (!row) throw new ContentNotFound(id);
  return row;
}
