import { Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { PassportModule } from '@nestjs/passport';
import { AdminGuard } from './admin.guard.js';
import { JwtAuthGuard } from './jwt-auth.guard.js';
import { JwtStrategy } from './jwt.strategy.js';
import { RoleRepository } from './role.repository.js';
import { TokenKeys } from './token-keys.js';
import { VerifiedTokens } from './verified-tokens.js';

/** Who is asking and whether they may; closed by default. */
@Module({
  imports: [PassportModule],
  providers: [
    TokenKeys,
    VerifiedTokens,
    JwtStrategy,
    RoleRepository,
    JwtAuthGuard,
    { provide: APP_GUARD, useExisting: JwtAuthGuard },
    { provide: APP_GUARD, useClass: AdminGuard },
  ],
  exports: [RoleRepository, JwtAuthGuard],
})
export class AuthModule {}
