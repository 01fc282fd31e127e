import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { serviceNamed } from '#platform/channels/social/social-services';
import type { Visitor } from '#platform/http/visitor';
import { isRenewable, leftOf } from '../connections/connection-health.js';
import { ConnectionService } from '../connections/connection.service.js';
import type { Authorize, Callback, Connected, Consent, Expiry } from './oauth.dto.js';
import { StateUnknown } from './oauth.errors.js';
import { OAuthServers } from './oauth-servers.js';
import { OAuthStateRepository } from './oauth-state.repository.js';

const STATE_BYTES = 32;
const SOON_MS = 86_400_000;

/** Connects networks by OAuth 2: whoever begins it, and nobody else, finishes it, once. */
@Injectable()
export class OAuthService {
  constructor(
    private readonly servers: OAuthServers,
    private readonly states: OAuthStateRepository,
    private readonly connections: ConnectionService,
  ) {}

  async begin(ownerId: string, { platform }: Authorize): Promise<Consent> {
    const service = serviceNamed(platform);
    const state = randomBytes(STATE_BYTES).toString('base64url');
    const { authUrl, redirectUri } = this.servers.consent(service, state);
    await this.states.add(ownerId, hashOf(state), service, redirectUri);
    return { authUrl, state };
  }

  /** The state is used up, whatever becomes of the code. */
  async finish(ownerId: string, { platform, code, state }: Callback, visitor: Visitor): Promise<Connected> {
    const service = serviceNamed(platform);
    const { redirectUri } = this.servers.consent(service, state);
    if (!(await this.states.take(ownerId, hashOf(state), service, redirectUri))) throw new StateUnknown();
    const { credential, ...grant } = await this.servers.exchange(service, code, state);
    const refreshable = credential.refresh_token !== undefined;
    const connection = await this.connections.letIn(
      ownerId,
      service,
      { credential, grant: { auth: 'oauth', refreshable, ...grant } },
      visitor,
    );
    return { connectionId: connection.id, userId: ownerId, profiles: connection.profiles };
  }

  async expiry(ownerId: string, platform: string): Promise<Expiry> {
    const connection = await this.connections.named(ownerId, platform);
    const expires_soon = !isRenewable(connection) && leftOf(connection) < SOON_MS;
    return { expires_soon, expires_at: connection.token_expires_at };
  }
}

function hashOf(state: string): string {
  return createHash('sha256').update(state).digest('hex');
}
