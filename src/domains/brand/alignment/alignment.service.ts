import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import type {
  Alignment,
  AlignmentQuery,
  AlignmentSummary,
  AlignmentSummaryQuery,
  TrackAlignment,
} from './alignment.dto.js';
import { AlignmentRepository } from './alignment.repository.js';

/** How well texts have kept to the brand. */
@Injectable()
export class AlignmentService {
  constructor(private readonly alignments: AlignmentRepository) {}

  track(ownerId: string, alignment: TrackAlignment): Promise<Alignment> {
    return this.alignments.add(ownerId, alignment);
  }

  list(ownerId: string, query: AlignmentQuery): Promise<Page<Alignment>> {
    return this.alignments.list(ownerId, query);
  }

  async summary(
    ownerId: string,
    { days, content_id: contentId }: AlignmentSummaryQuery,
  ): Promise<AlignmentSummary> {
    return { days, ...(await this.alignments.summary(ownerId, days, contentId)) };
  }
}
