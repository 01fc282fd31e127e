import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { MetricsModule } from '#platform/metrics/metrics.module';
import { RetentionModule } from '#platform/retention/retention.module';
import { AuditRetention } from './audit/audit-retention.js';
import { AuditRepository } from './audit/audit.repository.js';
import { OpenedSecrets } from './opened-secrets.js';
import { ResealClock } from './reseal/reseal.clock.js';
import { ResealHandler } from './reseal/reseal.handler.js';
import { ResealRepository } from './reseal/reseal.repository.js';
import { Sealer } from './seal/sealer.js';
import { SecretController } from './secret.controller.js';
import { SecretRepository } from './secret.repository.js';
import { SecretService } from './secret.service.js';
import { Secrets } from './secrets.js';
import { ServerSecrets } from './server-secrets.js';
import { KeyTests } from './testing/key-tests.js';
import { VaultAiKeys } from './vault-ai-keys.js';

/** The vault for users' own keys: sealed, masked, recorded, and opened only for calls in their name. */
@Module({
  imports: [ClockModule, DiscoveryModule, JobsModule, MetricsModule, RetentionModule],
  controllers: [SecretController],
  providers: [
    Sealer,
    SecretRepository,
    AuditRepository,
    AuditRetention,
    OpenedSecrets,
    Secrets,
    ServerSecrets,
    SecretService,
    KeyTests,
    ResealRepository,
    ResealHandler,
    ResealClock,
    VaultAiKeys,
  ],
  exports: [Secrets, ServerSecrets, VaultAiKeys],
})
export class SecretsModule {}
