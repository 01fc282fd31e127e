import { Injectable } from '@nestjs/common';
import { findNetwork } from '#platform/channels/networks';
import { SocialChannels } from '#platform/channels/social/social-channels';
import {
  SCHEDULERS,
  SERVICE_NAMES,
  SOCIAL_SERVICES,
  type SocialService,
} from '#platform/channels/social/social-services';
import { OAUTH_PROVIDERS } from '../oauth/oauth-providers.js';
import type { Connection, Platform, SocialConnections } from './connection.dto.js';
import { ConnectionService } from './connection.service.js';

/** Networks and services as pages that connect them read them. */
@Injectable()
export class Platforms {
  constructor(
    private readonly connections: ConnectionService,
    private readonly channels: SocialChannels,
  ) {}

  async all(ownerId: string): Promise<Platform[]> {
    const connected = new Set((await this.connections.list(ownerId)).filter(isConnected).map(nameOf));
    return SOCIAL_SERVICES.map((service) => ({
      id: service,
      name: SERVICE_NAMES[service],
      isConnected: connected.has(service),
      connectBy: waysTo(service),
      unavailable: service === 'later' ? 'Later offers no public API.' : null,
      capabilities: {
        ...this.channels.of(service).capabilities,
        threads: this.channels.of(service).capabilities.threads !== 'no',
        metrics: [...this.channels.of(service).capabilities.metrics],
        textLimit: findNetwork(service)?.limit ?? null,
      },
    }));
  }

  async connectionsOf(ownerId: string): Promise<SocialConnections> {
    const all = await this.connections.list(ownerId);
    return {
      connections: all.map((connection) => ({
        id: connection.id,
        platform: connection.service_name,
        isConnected: isConnected(connection),
        userId: ownerId,
        profiles: connection.profiles,
        lastSync: connection.last_sync_at,
        accessTokenExpires: connection.token_expires_at,
        error: connection.error_message,
        health: connection.health,
      })),
    };
  }
}

function isConnected({ connection_status }: Connection): boolean {
  return connection_status === 'connected';
}

function nameOf({ service_name }: Connection): string {
  return service_name;
}

function waysTo(service: SocialService): Platform['connectBy'] {
  if (service === 'later') return [];
  const isScheduler = SCHEDULERS.some((one) => one === service);
  return [
    ...(OAUTH_PROVIDERS[service] ? (['oauth'] as const) : []),
    isScheduler ? 'api_key' : 'access_token',
  ];
}
