import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { AccountsModule } from '#platform/accounts/accounts.module';
import { HttpModule } from '#platform/http/http.module';
import { RetentionModule } from '#platform/retention/retention.module';
import { ApiKeyController } from './api-keys/api-key.controller.js';
import { ApiKeyRepository } from './api-keys/api-key.repository.js';
import { ApiKeys } from './api-keys/api-key.service.js';
import { KeyEventRepository } from './api-keys/key-event.repository.js';
import { KeyEventRetention } from './api-keys/key-event-retention.js';
import { KeyAdmission } from './api-keys/key-admission.js';
import { KeyUses } from './api-keys/key-uses.js';
import { KnownKeys } from './api-keys/known-keys.js';
import { AdminGuard } from './admin.guard.js';
import { Administrators } from './administrators.js';
import { ClosedAccounts } from './closed-accounts.js';
import { JwtAuthGuard } from './jwt-auth.guard.js';
import { JwtStrategy } from './jwt.strategy.js';
import { RoleRepository } from './role.repository.js';
import { TokenKeys } from './token-keys.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Who is asking and whether they may; closed by default. */
@Module({
  imports: [PassportModule, AccountsModule, HttpModule, RetentionModule],
  controllers: [ApiKeyController],
  providers: [
    ApiKeys,
    ApiKeyRepository,
    KeyEventRepository,
    KeyEventRetention,
    KnownKeys,
    KeyUses,
    KeyAdmission,
    TokenKeys,
    VerifiedTokens,
    JwtStrategy,
    RoleRepository,
    Administrators,
    ClosedAccounts,
    JwtAuthGuard,
    { provide: APP_GUARD, useExisting: JwtAuthGuard },
    { provide: APP_GUARD, useClass: AdminGuard },
  ],
  exports: [RoleRepository, Administrators, JwtAuthGuard],
})
export class AuthModule {}
