import { provideAll } from '#platform/wiring/provide-all';
import { Enricher } from './enricher.js';
import { ENRICHMENT_PROVIDERS, type EnrichmentProvider } from './enrichment-provider.js';
import { EnrichmentBudget } from './enrichment-budget.js';
import { EnrichmentRetention } from './enrichment-retention.js';
import { EnrichmentSpendRepository } from './enrichment-spend.repository.js';
import { EnrichmentWriter } from './enrichment-writer.js';
import { EnrichmentController } from './enrichment.controller.js';
import { EnrichmentRepository } from './enrichment.repository.js';
import { EnrichmentService } from './enrichment.service.js';
import { ProviderList } from './provider-list.js';
import { InsightsProvider } from './providers/insights.provider.js';
import { RestProvider } from './providers/rest.provider.js';
import { SignalsProvider } from './providers/signals.provider.js';
import { EnrichManyHandler } from './runs/enrich-many.handler.js';
import { EnrichmentRunController } from './runs/enrichment-run.controller.js';
import { EnrichmentRunRepository } from './runs/enrichment-run.repository.js';
import { EnrichmentRunService } from './runs/enrichment-run.service.js';

/** Who is asked about leads, in this order. Adding one is a class and a word here. */
const PROVIDERS = [SignalsProvider, RestProvider, InsightsProvider];

/** What others know of leads. */
export const ENRICHMENT = [
  ...provideAll<EnrichmentProvider>(ENRICHMENT_PROVIDERS, PROVIDERS),
  EnrichmentRepository,
  EnrichmentSpendRepository,
  EnrichmentBudget,
  EnrichmentWriter,
  ProviderList,
  Enricher,
  EnrichmentService,
  EnrichmentRunRepository,
  EnrichmentRunService,
  EnrichManyHandler,
  EnrichmentRetention,
];

export const ENRICHMENT_CONTROLLERS = [EnrichmentController, EnrichmentRunController];
