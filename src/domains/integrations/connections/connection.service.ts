import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { isUuid } from '#kernel/ids';
import { redacted } from '#kernel/redacted';
import { SocialChannels } from '#platform/channels/social/social-channels';
import type { SocialProfile } from '#platform/channels/social/social-channel';
import { SERVICE_NAMES, serviceNamed, type SocialService } from '#platform/channels/social/social-services';
import { Database } from '#platform/database/database';
import type { Visitor } from '#platform/http/visitor';
import { type Credential, OAuthServers } from '../oauth/oauth-servers.js';
import type {
  ConnectByToken,
  Connection,
  ConnectionTest,
  ConnectOutcome,
  DisconnectOutcome,
  NewConnection,
  ConnectionProfile,
} from './connection.dto.js';
import {
  AccountUnknown,
  ConnectionNotFound,
  NoProfiles,
  PublisherElsewhere,
  SecretInConfiguration,
} from './connection.errors.js';
import { healthOf } from './connection-health.js';
import { ConnectionCredentials } from './connection-credentials.js';
import { ConnectionRepository, type Grant, type StoredConnection } from './connection.repository.js';
import { ProfileRepository } from './profile.repository.js';

/** What lets us in: what is kept, and what is known of it. */
export interface LettingIn {
  readonly credential: Credential;
  readonly grant: Grant;
  /** Of the profiles, the only one that is wanted. */
  readonly onlyProfile?: string | undefined;
}

const BY_KEY: Omit<Grant, 'auth'> = { scopes: [], expiresAt: null, renewAt: null, refreshable: false };

/** What users have connected. A service is asked first, and nothing is kept that it does not take. */
@Injectable()
export class ConnectionService {
  constructor(
    private readonly database: Database,
    private readonly connections: ConnectionRepository,
    private readonly profiles: ProfileRepository,
    private readonly credentials: ConnectionCredentials,
    private readonly channels: SocialChannels,
    private readonly servers: OAuthServers,
  ) {}

  async list(ownerId: string): Promise<Connection[]> {
    const [connections, profiles] = await Promise.all([
      this.connections.list(ownerId),
      this.profiles.of(ownerId),
    ]);
    return connections.map((connection) => toConnection(connection, profiles.get(connection.id) ?? []));
  }

  /** The connection to the service of this name. */
  async named(ownerId: string, name: string): Promise<StoredConnection> {
    const connection = await this.connections.find(ownerId, { service: serviceNamed(name) });
    if (!connection) throw new ConnectionNotFound();
    return connection;
  }

  async connectByKey(ownerId: string, name: string, key: string, visitor: Visitor): Promise<ConnectOutcome> {
    const service = connectable(name);
    const letting: LettingIn = { credential: { access_token: key }, grant: { auth: 'key', ...BY_KEY } };
    return outcomeOf(await this.letIn(ownerId, service, letting, visitor));
  }

  async connectByToken(
    ownerId: string,
    { platform, access_token, account_id }: ConnectByToken,
    visitor: Visitor,
  ): Promise<ConnectOutcome> {
    const grant: Grant = { auth: 'token', ...BY_KEY };
    const letting: LettingIn = { credential: { access_token }, grant, onlyProfile: account_id };
    return outcomeOf(await this.letIn(ownerId, connectable(platform), letting, visitor));
  }

  /** Connects by a key where one is given, and else remembers what its owner says. */
  async add(ownerId: string, { service_name, configuration = {} }: NewConnection, visitor: Visitor) {
    const service = connectable(service_name);
    const { api_key: key, ...rest } = configuration;
    refuseSecrets(rest);
    if (typeof key === 'string' && /^[\x21-\x7e]{1,4096}$/.test(key.trim()))
      await this.connectByKey(ownerId, service, key.trim(), visitor);
    else if (key !== undefined) throw new SecretInConfiguration('api_key');
    return toConnection(
      await this.connections.note(ownerId, service, rest),
      (await this.list(ownerId)).find(({ service_name: name }) => name === service)?.profiles ?? [],
    );
  }

  /** Asks the service whom the token is for, and then keeps it with what it can post to. */
  async letIn(
    ownerId: string,
    service: SocialService,
    { credential, grant, onlyProfile }: LettingIn,
    visitor: Visitor,
  ): Promise<Connection> {
    const all = await this.channels.of(service).profiles(credential.access_token);
    const wanted = onlyProfile === undefined ? all : all.filter(({ id }) => id === onlyProfile);
    if (all.length === 0) throw new NoProfiles(SERVICE_NAMES[service]);
    if (wanted.length === 0)
      throw new AccountUnknown().withIssues([
        { path: 'account_id', message: 'account_id must be an account that the token is for' },
      ]);
    return this.database.transaction(async () => {
      const connection = await this.connections.connect(ownerId, service, grant, wanted);
      await this.profiles.replace(ownerId, connection.id, wanted);
      await this.credentials.keep(ownerId, connection.id, credential, visitor);
      const profiles = await this.profiles.of(ownerId);
      return toConnection(connection, profiles.get(connection.id) ?? []);
    });
  }

  /** Reads anew what can be posted to. */
  async sync(ownerId: string, name: string): Promise<Connection> {
    const { id, auth, account_id, service_name: service } = await this.named(ownerId, name);
    await this.connections.syncing(ownerId, id);
    try {
      const all = await this.profilesOf(ownerId, id, service);
      const wanted = auth === 'token' ? all.filter((profile) => profile.id === account_id) : all;
      await this.database.transaction(async () => {
        await this.profiles.replace(ownerId, id, wanted.length > 0 ? wanted : all);
        await this.connections.synced(ownerId, id, null);
      });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await this.connections.synced(ownerId, id, error.message);
      throw error;
    }
    const connection = (await this.list(ownerId)).find((one) => one.id === id);
    if (!connection) throw new ConnectionNotFound();
    return connection;
  }

  /** Asks the service whether it takes the key or token; nothing is changed but the state of the connection. */
  async test(ownerId: string, name: string): Promise<ConnectionTest> {
    const { id, service_name: service } = await this.named(ownerId, name);
    try {
      await this.profilesOf(ownerId, id, service);
      return { ok: true, problem: null };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { ok: false, problem: error.message };
    }
  }

  /** Here it is worth nothing from this moment on, whatever the service says. */
  async disconnect(ownerId: string, name: string, visitor: Visitor): Promise<DisconnectOutcome> {
    const { id, service_name: service, auth } = await this.named(ownerId, name);
    const credential = auth === 'oauth' ? await this.credentials.read(ownerId, id) : undefined;
    await this.database.transaction(async () => {
      await this.connections.disconnect(ownerId, id);
      await this.profiles.removeAll(ownerId, id);
      await this.credentials.forget(ownerId, id, visitor);
    });
    return { service, disconnected: true, revoked: await this.revoked(service, credential) };
  }

  /** Disconnects and forgets it whole; named by its id, or by its service. */
  async remove(ownerId: string, named: string, visitor: Visitor): Promise<DisconnectOutcome> {
    const connection = isUuid(named)
      ? await this.connections.find(ownerId, { id: named })
      : await this.named(ownerId, named);
    if (!connection) throw new ConnectionNotFound();
    const outcome = await this.disconnect(ownerId, connection.service_name, visitor);
    await this.connections.remove(ownerId, connection.id);
    return outcome;
  }

  private async profilesOf(ownerId: string, id: string, service: SocialService): Promise<SocialProfile[]> {
    return this.credentials.use(ownerId, id, (token) => this.channels.of(service).profiles(token));
  }

  private async revoked(service: SocialService, credential: Credential | undefined): Promise<boolean> {
    if (!credential) return false;
    return this.servers.revoke(service, credential).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      return false;
    });
  }
}

function connectable(name: string): SocialService {
  if (/^(?:ai[-_])?video[-_]publisher$/i.test(name.trim())) throw new PublisherElsewhere();
  return serviceNamed(name);
}

/** A field that is named as a secret, or looks like one, is no configuration. */
function refuseSecrets(configuration: Readonly<Record<string, unknown>>): void {
  const text = JSON.stringify(configuration);
  const clean = redacted(configuration) as Record<string, unknown>;
  if (JSON.stringify(clean) === text && text.length <= 10_000) return;
  const [field = ''] = Object.keys(configuration).filter(
    (name) => JSON.stringify(clean[name]) !== JSON.stringify(configuration[name]),
  );
  throw new SecretInConfiguration(field.slice(0, 100));
}

function toConnection(stored: StoredConnection, profiles: ConnectionProfile[]): Connection {
  const { id, service_name, connection_status, last_sync_at, sync_status, configuration } = stored;
  const { error_message, connected_at, token_expires_at, account_name, scopes } = stored;
  const shown = { id, service_name, connection_status, last_sync_at, sync_status, configuration };
  const health = healthOf(stored);
  return { ...shown, error_message, connected_at, token_expires_at, account_name, scopes, health, profiles };
}

function outcomeOf({
  service_name,
  connection_status,
  connected_at,
  profiles,
  ...rest
}: Connection): ConnectOutcome {
  const name = SERVICE_NAMES[service_name as SocialService];
  const [first] = profiles;
  return {
    service: service_name,
    status: connection_status,
    connected_at,
    account_info: first
      ? { id: first.id, name: rest.account_name ?? first.name, profiles: profiles.length }
      : null,
    message: `${name} is connected: ${profiles.length} ${profiles.length === 1 ? 'account' : 'accounts'} can be posted to.`,
  };
}
