import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { type ContentRow, toContentItem } from '../content-row.repository.js';
import { type ContentStatus, mayBecome, statusOf } from './content-state.js';
import type { ContentItem } from '../content.answers.dto.js';
import { type ContentRef, contentNumber } from '../content-ref.js';
import { ContentNotFound, IllegalStep, ScheduleInThePast } from '../content.errors.js';
import { ContentRepository } from '../content.repository.js';
import { passesGate, type QualityAssessment, qualityScore } from '../measures/quality-gate.js';

/** The way of a piece from its draft to the archive. */
@Injectable()
export class PublishingService {
  constructor(
    private readonly database: Database,
    private readonly pieces: ContentRepository,
  ) {}

  /** Takes the piece one step on, or back; any other step is refused and changes nothing. */
  move(ownerId: string, id: ContentRef, to: Exclude<ContentStatus, 'scheduled'>): Promise<ContentItem> {
    return this.step(ownerId, id, (from) => {
      refuseUnless(mayBecome(from, to), from, to);
      const now = new Date();
      if (to === 'approved' && from === 'review')
        return { status: to, approved_at: now, approved_by: ownerId };
      if (to === 'approved') return { status: to, scheduled_for: null };
      if (to === 'published') return { status: to, published_at: now };
      if (to === 'archived') return { status: to };
      return { status: to, approved_at: null, approved_by: null, scheduled_for: null };
    });
  }

  /** Settles when an approved piece is published, or settles it anew. */
  schedule(ownerId: string, id: ContentRef, at: Date): Promise<ContentItem> {
    if (at.getTime() <= Date.now())
      throw new ScheduleInThePast().withIssues([
        { path: 'scheduled_for', message: 'scheduled_for must be a moment to come' },
      ]);
    return this.step(ownerId, id, (from) => {
      refuseUnless(from === 'scheduled' || mayBecome(from, 'scheduled'), from, 'scheduled');
      return { status: 'scheduled', scheduled_for: at };
    });
  }

  /**
   * Keeps what the quality gate found. A draft goes to review, for a person to approve or not; whether it passed is told
   * beside it. `threshold` is the least score to pass, 70 where none is given.
   */
  recordQuality(
    ownerId: string,
    id: ContentRef,
    { threshold, feedback, ...assessment }: QualityAssessment,
  ): Promise<ContentItem> {
    const score = qualityScore(assessment.scores);
    return this.step(ownerId, id, (from) => ({
      quality_score: score,
      quality_feedback: JSON.stringify({ scores: assessment.scores, ...feedback }),
      passed_quality_gate: passesGate(score, threshold),
      ...(from === 'draft' && { status: 'review' }),
    }));
  }

  private step(
    ownerId: string,
    id: ContentRef,
    columnsFrom: (status: ContentStatus) => Parameters<ContentRepository['change']>[2],
  ): Promise<ContentItem> {
    const number = contentNumber(id);
    return this.database.transaction(async () => {
      const old: ContentRow | undefined = await this.pieces.hold(ownerId, number);
      const row = old && (await this.pieces.change(ownerId, number, columnsFrom(statusOf(old.status))));
      if (!row) throw new ContentNotFound(number);
      return toContentItem(row);
    });
  }
}

function refuseUnless(isLegal: boolean, from: ContentStatus, to: ContentStatus): void {
  if (!isLegal) throw new IllegalStep(from, to);
}
