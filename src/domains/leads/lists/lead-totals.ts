import { Injectable } from '@nestjs/common';
import type { Total } from '#platform/http/listed';
import { FigureRepository } from '../analytics/figure.repository.js';
import type { Selection } from '../filters/filter.js';
import { EstimateService } from '../segments/estimate.service.js';
import { isEverybody } from './lead-list-filter.js';

const FRESH_MS = 60_000;
const KEPT_AT_MOST = 2_000;

/**
 * How many leads a list has. All leads are counted as they are written, and owners of up to 10,000 leads get a true count of any
 * list; for the others it is estimated, and an estimate is remembered for a minute, so that who goes through the pages does not
 * ask for it on each of them.
 */
@Injectable()
export class LeadTotals {
  private readonly kept = new Map<string, { total: Total; until: number }>();

  constructor(
    private readonly figures: FigureRepository,
    private readonly estimates: EstimateService,
  ) {}

  async of(ownerId: string, selection: Selection): Promise<Total> {
    if (isEverybody(selection)) return { count: (await this.figures.total(ownerId)).leads, estimated: false };
    const name = `${ownerId} ${JSON.stringify(selection)}`;
    const known = this.kept.get(name);
    if (known && known.until > Date.now()) return known.total;
    const { count, estimated } = await this.estimates.of(ownerId, selection);
    const total = { count, estimated };
    this.kept.delete(name);
    if (estimated) this.keep(name, total);
    return total;
  }

  private keep(name: string, total: Total): void {
    const [oldest] = this.kept.keys();
    if (this.kept.size >= KEPT_AT_MOST && oldest !== undefined) this.kept.delete(oldest);
    this.kept.set(name, { total, until: Date.now() + FRESH_MS });
  }
}
