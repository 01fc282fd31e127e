import { Module } from '@nestjs/common';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { MetricsModule } from '#platform/metrics/metrics.module';
import { RetentionModule } from '#platform/retention/retention.module';
import { provideAll } from '#platform/wiring/provide-all';
import { Ai } from './ai.js';
import { ChatController } from './chat/chat.controller.js';
import { ChatService } from './chat/chat.service.js';
import { ModelCatalogue } from './models/model-catalogue.js';
import { ModelClock } from './models/model.clock.js';
import { ModelController } from './models/model.controller.js';
import { ModelRepository } from './models/model.repository.js';
import { ModelService } from './models/model.service.js';
import { RefreshModelsHandler } from './models/refresh-models.handler.js';
import { AI_PROVIDER_LIST, type AiProvider } from './providers/ai-provider.js';
import { AnthropicProvider } from './providers/anthropic/anthropic.provider.js';
import { GoogleProvider } from './providers/google/google.provider.js';
import { MistralProvider } from './providers/mistral/mistral.provider.js';
import { OpenAiProvider } from './providers/openai/openai.provider.js';
import { Candidates } from './routing/candidates.js';
import { Dispatch } from './routing/dispatch.js';
import { Lines } from './routing/lines.js';
import { KeyProbe } from './status/key-probe.js';
import { ProviderStatusController } from './status/provider-status.controller.js';
import { ProviderStatusService } from './status/provider-status.service.js';
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
import { UsageRetention } from './usage/usage-retention.js';
import { UsageRepository } from './usage/usage.repository.js';
import { UsageService } from './usage/usage.service.js';

/** Adding a company is a class and a word here. */
const PROVIDERS = [OpenAiProvider, AnthropicProvider, GoogleProvider, MistralProvider];
const ROUTING = [Lines, Candidates, Dispatch];
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
  UsageRetention,
];

/** One door to the language models of four companies: who is asked, what it costs, and what each user may spend. */
@Module({
  imports: [ClockModule, JobsModule, MetricsModule, RetentionModule],
  controllers: [ChatController, ModelController, ProviderStatusController, UsageController, BudgetController],
  providers: [
    ...provideAll<AiProvider>(AI_PROVIDER_LIST, PROVIDERS),
    ...MODELS,
    ...USAGE,
    ...ROUTING,
    Ai,
    ChatService,
    KeyProbe,
    ProviderStatusService,
  ],
  exports: [Ai, Candidates, Dispatch, AiBudgets, ProviderStatusService],
})
export class AiModule {}
