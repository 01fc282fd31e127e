import { Module } from '@nestjs/common';
import { ChannelsModule } from '#platform/channels/channels.module';
import { ClockModule } from '#platform/clock/clock.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { RetentionModule } from '#platform/retention/retention.module';
import { SecretsModule } from '#platform/secrets/secrets.module';
import { ConnectionController } from './connections/connection.controller.js';
import { ConnectionCredentials } from './connections/connection-credentials.js';
import { ConnectionOutlets } from './connections/connection-outlets.js';
import { ConnectionRevocation } from './connections/connection-revocation.js';
import { ConnectionRepository } from './connections/connection.repository.js';
import { ConnectionService } from './connections/connection.service.js';
import { Platforms } from './connections/platforms.js';
import { ProfileRepository } from './connections/profile.repository.js';
import { RefreshRepository } from './connections/refresh.repository.js';
import { SocialConnectionController } from './connections/social-connection.controller.js';
import { OAuthController } from './oauth/oauth.controller.js';
import { OAuthService } from './oauth/oauth.service.js';
import { OAuthServers } from './oauth/oauth-servers.js';
import { OAuthStateRetention } from './oauth/oauth-state-retention.js';
import { OAuthStateRepository } from './oauth/oauth-state.repository.js';
import { RefreshClock, RefreshExpiringHandler } from './oauth/refresh-expiring.js';

/** Services and networks that users have connected, by keys or by OAuth. */
@Module({
  imports: [ChannelsModule, ClockModule, JobsModule, RetentionModule, SecretsModule],
  controllers: [ConnectionController, SocialConnectionController, OAuthController],
  providers: [
    ConnectionService,
    ConnectionRepository,
    ProfileRepository,
    RefreshRepository,
    ConnectionCredentials,
    ConnectionOutlets,
    ConnectionRevocation,
    Platforms,
    OAuthService,
    OAuthServers,
    OAuthStateRepository,
    OAuthStateRetention,
    RefreshClock,
    RefreshExpiringHandler,
  ],
  exports: [ConnectionOutlets, ConnectionRevocation],
})
export class ConnectionsModule {}
