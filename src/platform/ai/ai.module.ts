import { Module } from '@nestjs/common';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { MetricsModule } from '#platform/metrics/metrics.module';
import { provideAll } from '#platform/wiring/provide-all';
import { ModelCatalogue } from './models/model-catalogue.js';
import { ModelClock } from './models/model.clock.js';
import { ModelController } from './models/model.controller.js';
import { ModelRepository } from './models/model.repository.js';
import { ModelService } from './models/model.service.js';
import { RefreshModelsHandler } from './models/refresh-models.handler.js';
import type { AiProvider } from './providers/ai-provider.js';
import { AI_PROVIDERS_LIST } from './providers/ai-providers-list.js';
import { AiBudgets } from './usage/ai-budgets.js';
import { AiUsageLog } from './usage/ai-usage-log.js';
import { BudgetBook } from './usage/budget-book.js';
import { BudgetController } from './usage/budget.controller.js';
import { BudgetRepository } from './usage/budget.repository.js';
import { BudgetService } from './usage/budget.service.js';
import { ExpireReservationsHandler, ReservationClock } from './usage/reservation.clock.js';
import { Reservations } from './usage/reservations.js';
import { SpendRepository } from './usage/spend.repository.js';
import { UsageController } from './usage/usage.controller.js';
import { UsageRepository } from './usage/usage.repository.js';
import { UsageService } from './usage/usage.service.js';

const MODELS = [ModelRepository, ModelCatalogue, ModelService, ModelClock, RefreshModelsHandler];
const USAGE = [
  UsageRepository,
  SpendRepository,
  BudgetRepository,
  AiUsageLog,
  BudgetBook,
  Reservations,
  AiBudgets,
  UsageService,
  BudgetService,
  ReservationClock,
  ExpireReservationsHandler,
];

/** The models there are, what calls to them use and cost, and what each user may spend. */
@Module({
  imports: [ClockModule, JobsModule, MetricsModule],
  controllers: [ModelController, UsageController, BudgetController],
  providers: [...provideAll<AiProvider>(AI_PROVIDERS_LIST, []), ...MODELS, ...USAGE],
})
export class AiModule {}
