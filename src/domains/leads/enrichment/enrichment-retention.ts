import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Retention } from '#platform/retention/retention';
import { EnrichmentRepository } from './enrichment.repository.js';
import { EnrichmentSpendRepository } from './enrichment-spend.repository.js';
import { EnrichmentRunRepository } from './runs/enrichment-run.repository.js';

const KEPT_MS = 90 * 24 * 3_600_000;

/** How long it is remembered what providers have said once that no longer holds, of which leads they were asked, and what a
 * day has cost. */
@Injectable()
export class EnrichmentRetention implements OnModuleInit {
  constructor(
    private readonly retention: Retention,
    private readonly findings: EnrichmentRepository,
    private readonly runs: EnrichmentRunRepository,
    private readonly spend: EnrichmentSpendRepository,
  ) {}

  onModuleInit(): void {
    this.retention.add(
      {
        what: 'lead_enrichments',
        keptMs: KEPT_MS,
        forget: (before, atMost) => this.findings.forget(before, atMost),
      },
      {
        what: 'lead_enrichment_runs',
        keptMs: KEPT_MS,
        forget: (before, atMost) => this.runs.forget(before, atMost),
      },
      {
        what: 'lead_enrichment_spend',
        keptMs: KEPT_MS,
        forget: (before, atMost) => this.spend.forget(before, atMost),
      },
    );
  }
}
