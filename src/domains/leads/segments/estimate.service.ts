import { Injectable } from '@nestjs/common';
import { FilterReaderService } from '../filters/filter-reader.service.js';
import type { Selection } from '../filters/filter.js';
import type { Lead } from '../lead.answers.dto.js';
import { estimateOf } from './estimate.js';
import { type Counted, EstimateRepository } from './estimate.repository.js';
import type { SegmentEstimate } from './segment.dto.js';

const COUNTED_AT_MOST = 10_000;
const SHOWN = 10;

/** What a filter would mean, before it is kept. */
@Injectable()
export class EstimateService {
  constructor(
    private readonly filters: FilterReaderService,
    private readonly estimates: EstimateRepository,
  ) {}

  /** A true count for owners of up to 10,000 leads; beyond, what a fair sample tells. */
  async estimate(ownerId: string, raw: unknown): Promise<SegmentEstimate> {
    return this.of(ownerId, { filter: await this.filters.read(ownerId, raw) });
  }

  /** The same for a selection that has been read. */
  async of(ownerId: string, selection: Selection): Promise<SegmentEstimate> {
    const sample = await this.estimates.sample(ownerId, selection);
    if (sample.share === 1) return exact(sample);
    const estimate = estimateOf(sample);
    // The sample may be out by some hundreds here, so that who has a few more is counted, too.
    if (estimate.total <= COUNTED_AT_MOST * 1.2) return exact(await this.estimates.count(ownerId, selection));
    return estimate;
  }

  /** Ten leads that are meant. */
  async some(ownerId: string, raw: unknown): Promise<Lead[]> {
    return this.estimates.some(ownerId, await this.filters.read(ownerId, raw), SHOWN);
  }
}

function exact({ all, meant }: Counted): SegmentEstimate {
  return { count: meant, estimated: false, low: meant, high: meant, total: all };
}
