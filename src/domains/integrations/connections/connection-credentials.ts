import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { SERVICE_NAMES } from '#platform/channels/social/social-services';
import { SocialTokenRefused } from '#platform/channels/social/social.errors';
import { Database } from '#platform/database/database';
import type { Visitor } from '#platform/http/visitor';
import { Secrets } from '#platform/secrets/secrets';
import { ServerSecrets } from '#platform/secrets/server-secrets';
import { GrantRefused } from '../oauth/oauth.errors.js';
import { type Credential, OAuthServers } from '../oauth/oauth-servers.js';
import { isRenewable, leftOf } from './connection-health.js';
import { ConnectionBroken, ConnectionBusy, ConnectionNotFound } from './connection.errors.js';
import { ConnectionRepository, type StoredConnection } from './connection.repository.js';
import { RefreshRepository } from './refresh.repository.js';

/** With more than this left a token is used while the next is asked for, or cannot be had. */
const USABLE_MS = 30_000;
const WAITED_FOR_MS = 40_000;
const LOOK_EVERY_MS = 100;
const NOBODY: Visitor = { ip: null, userAgent: null };

const Kept = z.object({ access_token: z.string(), refresh_token: z.string().optional() });

/** Keys and tokens of connections, sealed; a token that ends soon is replaced, by one process however many need it. */
@Injectable()
export class ConnectionCredentials {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionRepository,
    private readonly refreshes: RefreshRepository,
    private readonly vault: ServerSecrets,
    private readonly secrets: Secrets,
    private readonly servers: OAuthServers,
  ) {}

  /** Keeps it in the caller's transaction. */
  keep(ownerId: string, connectionId: string, credential: Credential, visitor: Visitor): Promise<void> {
    return this.vault.keep(ownerId, `connection:${connectionId}`, JSON.stringify(credential), visitor);
  }

  forget(ownerId: string, connectionId: string, visitor: Visitor): Promise<void> {
    return this.vault.forget(ownerId, `connection:${connectionId}`, visitor);
  }

  /** As it is kept, whether it is good or not. */
  async read(ownerId: string, connectionId: string): Promise<Credential | undefined> {
    const kept = await this.secrets.readNow(ownerId, `connection:${connectionId}`);
    return kept === undefined ? undefined : Kept.parse(JSON.parse(kept));
  }

  /** A key or token to use now. Throws where there is none any more. */
  async open(ownerId: string, connectionId: string): Promise<string> {
    const until = performance.now() + WAITED_FOR_MS;
    for (;;) {
      const connection = await this.usable(ownerId, connectionId);
      const left = leftOf(connection);
      const canRenew = isRenewable(connection);
      if (!canRenew && left <= 0) await this.fail(ownerId, connection);
      if (!canRenew || (left > USABLE_MS && !isDue(connection)))
        return (await this.held(ownerId, connection)).access_token;
      const { credential_version: version } = connection;
      if (await this.refreshes.claim(ownerId, connectionId, version)) {
        const token = await this.replaced(ownerId, connection, left);
        if (token !== undefined) return token;
      } else if (left > USABLE_MS) return (await this.held(ownerId, connection)).access_token;
      if (performance.now() > until) throw new ConnectionBusy(SERVICE_NAMES[connection.service_name]);
      await sleep(LOOK_EVERY_MS);
    }
  }

  /**
   * Does something with a key or token: once more with another one where the service does not take it and another can be had. Where
   * none can, the connection is one that has to be made again.
   */
  async use<Result>(
    ownerId: string,
    connectionId: string,
    work: (token: string) => Promise<Result>,
  ): Promise<Result> {
    let token = await this.open(ownerId, connectionId);
    for (let isFirst = true; ; isFirst = false) {
      try {
        return await work(token);
      } catch (error) {
        if (!(error instanceof SocialTokenRefused)) throw error;
        const next = isFirst ? await this.renewed(ownerId, connectionId, token) : undefined;
        if (next === undefined) {
          await this.connections.fail(ownerId, connectionId, error.message);
          throw error;
        }
        token = next;
      }
    }
  }

  /** Another in the place of a token that its service refuses; undefined where none can be had without its owner. */
  private async renewed(ownerId: string, connectionId: string, refused: string): Promise<string | undefined> {
    const until = performance.now() + WAITED_FOR_MS;
    for (;;) {
      const connection = await this.usable(ownerId, connectionId);
      const { access_token: held } = await this.held(ownerId, connection);
      if (held !== refused) return held;
      if (!isRenewable(connection)) return undefined;
      if (await this.refreshes.claim(ownerId, connectionId, connection.credential_version)) {
        const token = await this.replaced(ownerId, connection, 0);
        if (token !== undefined) return token;
      }
      if (performance.now() > until) throw new ConnectionBusy(SERVICE_NAMES[connection.service_name]);
      await sleep(LOOK_EVERY_MS);
    }
  }

  /** Undefined when the connection was made anew meanwhile. */
  private async replaced(
    ownerId: string,
    connection: StoredConnection,
    left: number,
  ): Promise<string | undefined> {
    const { id, service_name: service, credential_version: version } = connection;
    let held: Credential | undefined;
    try {
      held = await this.held(ownerId, connection);
      const { credential, ...times } = await this.servers.refresh(service, held);
      const isKept = await this.database.transaction(async () => {
        if (!(await this.refreshes.finish(ownerId, id, version, times))) return false;
        await this.keep(ownerId, id, credential, NOBODY);
        return true;
      });
      return isKept ? credential.access_token : undefined;
    } catch (error) {
      await this.refreshes.putOff(ownerId, id, version);
      if (error instanceof GrantRefused) return this.fail(ownerId, connection);
      if (held && left > USABLE_MS) return held.access_token;
      throw error;
    }
  }

  private async usable(ownerId: string, id: string): Promise<StoredConnection> {
    const connection = await this.connections.find(ownerId, { id });
    if (!connection) throw new ConnectionNotFound();
    if (connection.connection_status !== 'connected')
      throw new ConnectionBroken(SERVICE_NAMES[connection.service_name]);
    return connection;
  }

  private async held(ownerId: string, { id, service_name: service }: StoredConnection): Promise<Credential> {
    const credential = await this.read(ownerId, id);
    if (!credential) throw new ConnectionBroken(SERVICE_NAMES[service]);
    return credential;
  }

  private async fail(ownerId: string, { id, service_name: service }: StoredConnection): Promise<never> {
    const broken = new ConnectionBroken(SERVICE_NAMES[service]);
    await this.connections.fail(ownerId, id, broken.message);
    throw broken;
  }
}

function isDue({ refresh_due_at: at }: StoredConnection): boolean {
  return at !== null && Date.parse(at) <= Date.now();
}
