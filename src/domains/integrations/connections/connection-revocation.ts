import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { Database } from '#platform/database/database';
import { OAuthServers } from '../oauth/oauth-servers.js';
import { ConnectionCredentials } from './connection-credentials.js';
import { ConnectionRepository, type StoredConnection } from './connection.repository.js';

const WITHIN_MS = 5_000;

/** Has networks end what an account was let in by, before all that is known of it is deleted. */
@Injectable()
export class ConnectionRevocation {
  private readonly logger = new Logger('Connections');

  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionRepository,
    private readonly credentials: ConnectionCredentials,
    private readonly servers: OAuthServers,
  ) {}

  /** Asks each network once, all together, within five seconds. Whatever they answer, and whether they do, nothing fails for it. */
  async revokeAll(ownerId: string): Promise<void> {
    const signal = AbortSignal.timeout(WITHIN_MS);
    const connections = await this.database.as(ownerId, () => this.connections.list(ownerId));
    const granted = connections.filter(({ auth }) => auth === 'oauth');
    const outcomes = await Promise.allSettled(granted.map((one) => this.revoke(ownerId, one, signal)));
    for (const [at, outcome] of outcomes.entries())
      if (outcome.status === 'rejected')
        this.logger.warn(`${granted[at]?.service_name} did not revoke a token: ${kindOf(outcome.reason)}`);
  }

  private async revoke(
    ownerId: string,
    { id, service_name: service }: StoredConnection,
    signal: AbortSignal,
  ): Promise<void> {
    const credential = await this.database.as(ownerId, () => this.credentials.read(ownerId, id));
    if (credential) await this.servers.revoke(service, credential, signal);
  }
}

/** What went wrong, without the words of it, which may hold the token. */
function kindOf(error: unknown): string {
  if (error instanceof AppError) return error.code;
  return error instanceof Error ? error.name : typeof error;
}
