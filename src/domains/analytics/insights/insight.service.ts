import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import type { Insight } from '../analytics.answers.dto.js';
import type { InsightQuery } from '../analytics.dto.js';
import { InsightRepository, type NewInsight } from './insight.repository.js';

/** What was noticed in the figures. */
@Injectable()
export class InsightService {
  constructor(private readonly insights: InsightRepository) {}

  list(ownerId: string, query: InsightQuery): Promise<Page<Insight>> {
    return this.insights.list(ownerId, query);
  }

  async newest(ownerId: string, limit: number): Promise<Insight[]> {
    return (await this.insights.list(ownerId, { limit })).items;
  }

  /** Keeps insights; answers them with their ids, in the order they came. */
  keep(ownerId: string, insights: readonly NewInsight[]): Promise<Insight[]> {
    return this.insights.add(ownerId, insights);
  }
}
