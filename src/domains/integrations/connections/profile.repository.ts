import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { SocialProfile } from '#platform/channels/social/social-channel';
import type { SocialService } from '#platform/channels/social/social-services';
import { Database } from '#platform/database/database';
import type { ConnectionProfile } from './connection.dto.js';

/** A profile that a post may leave by. */
export interface ProfileOutlet {
  readonly connection_id: string;
  readonly service_name: SocialService;
  readonly profile_id: string;
}

/** A profile of a connection that works. */
export interface ConnectedAccount extends ProfileOutlet {
  readonly id: string;
  readonly network: string;
  readonly name: string;
}

/** Accounts, pages and channels of connections. */
@Injectable()
export class ProfileRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('connection_profiles', 'integration_connections');
  }

  /** Of all connections of the owner, by their ids. */
  async of(ownerId: string): Promise<Map<string, ConnectionProfile[]>> {
    const rows = await this.tables
      .selectFrom('connection_profiles')
      .select(['id', 'connection_id', 'network', 'name', 'username', 'avatar_url', 'active'])
      .where('user_id', '=', ownerId)
      .orderBy('name')
      .orderBy('id')
      .execute();
    const profiles = rows.map(({ connection_id, network, avatar_url, active, ...row }) => ({
      connection_id,
      profile: { ...row, platform: network, avatarUrl: avatar_url, isActive: active },
    }));
    const byConnection = Map.groupBy(profiles, ({ connection_id }) => connection_id);
    return new Map([...byConnection].map(([id, some]) => [id, some.map(({ profile }) => profile)]));
  }

  /** Those of the connection from now on; one that was there before keeps its id. */
  async replace(ownerId: string, connectionId: string, profiles: readonly SocialProfile[]): Promise<void> {
    const given = profiles.map((profile) => ({ key: newId(), ...profile }));
    await sql`
      delete from connection_profiles
      where user_id = ${ownerId} and connection_id = ${connectionId}
        and profile_id <> all (${profiles.map(({ id }) => id)}::text[])`.execute(this.tables);
    await sql`
      insert into connection_profiles (id, user_id, connection_id, network, profile_id, name, username, avatar_url)
      select distinct on (given.id) given.key, ${ownerId}::uuid, ${connectionId}::uuid, given.network, given.id,
        left(given.name, 300), left(given.username, 300), left(given."avatarUrl", 2000)
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb)
        as given(key uuid, network text, id text, name text, username text, "avatarUrl" text)
      on conflict (connection_id, profile_id) do update
        set name = excluded.name, username = excluded.username, avatar_url = excluded.avatar_url, active = true`.execute(
      this.tables,
    );
  }

  async removeAll(ownerId: string, connectionId: string): Promise<void> {
    await this.tables
      .deleteFrom('connection_profiles')
      .where('user_id', '=', ownerId)
      .where('connection_id', '=', connectionId)
      .execute();
  }

  /** The one named, or the first that is connected: the network itself before companies that post there. */
  async outlet(
    ownerId: string,
    network: string,
    accountId: string | null,
  ): Promise<ProfileOutlet | undefined> {
    const { rows } = await sql<ProfileOutlet>`
      select profile.connection_id, connection.service_name, profile.profile_id
      from connection_profiles profile
      join integration_connections connection on connection.id = profile.connection_id and connection.user_id = ${ownerId}
      where profile.user_id = ${ownerId} and profile.network = ${network} and profile.active
        and connection.connection_status = 'connected'
        and (${accountId}::uuid is null or profile.id = ${accountId}::uuid)
      order by connection.service_name <> profile.network, connection.connected_at, profile.created_at, profile.id
      limit 1`.execute(this.tables);
    return rows[0];
  }

  /** Those that posts can leave by now. */
  async connected(ownerId: string): Promise<ConnectedAccount[]> {
    const { rows } = await sql<ConnectedAccount>`
      select profile.id, profile.network, profile.name, profile.connection_id, connection.service_name, profile.profile_id
      from connection_profiles profile
      join integration_connections connection on connection.id = profile.connection_id and connection.user_id = ${ownerId}
      where profile.user_id = ${ownerId} and profile.active and connection.connection_status = 'connected'
      order by profile.network, profile.name, profile.id`.execute(this.tables);
    return rows;
  }

  /** Which networks can be posted to. */
  async networks(ownerId: string): Promise<string[]> {
    const { rows } = await sql<{ network: string }>`
      select distinct profile.network from connection_profiles profile
      join integration_connections connection on connection.id = profile.connection_id and connection.user_id = ${ownerId}
      where profile.user_id = ${ownerId} and profile.active and connection.connection_status = 'connected'`.execute(
      this.tables,
    );
    return rows.map(({ network }) => network);
  }
}
