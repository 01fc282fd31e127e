import { Injectable } from '@nestjs/common';
import { ConnectionOutlets } from '#domains/integrations/connections/connection-outlets';
import type { ProfileOutlet } from '#domains/integrations/connections/profile.repository';
import { type PostAccount, type PostOutlet, PostOutlets } from '#domains/social/publishing/post-outlets';

/** Posts leave by what their owner has connected. */
@Injectable()
export class ConnectedOutlets extends PostOutlets {
  constructor(private readonly connections: ConnectionOutlets) {
    super();
  }

  async find(ownerId: string, network: string, accountId: string | null): Promise<PostOutlet | undefined> {
    const found = await this.connections.find(ownerId, network, accountId);
    return found && outletOf(found);
  }

  networks(ownerId: string): Promise<string[]> {
    return this.connections.networks(ownerId);
  }

  use<Result>(
    ownerId: string,
    connectionId: string,
    work: (token: string) => Promise<Result>,
  ): Promise<Result> {
    return this.connections.use(ownerId, connectionId, work);
  }

  async accounts(ownerId: string): Promise<PostAccount[]> {
    const accounts = await this.connections.accounts(ownerId);
    return accounts.map(({ id, network, name, ...outlet }) => ({ id, network, name, ...outletOf(outlet) }));
  }
}

function outletOf({ connection_id, service_name, profile_id }: ProfileOutlet): PostOutlet {
  return { connectionId: connection_id, service: service_name, profileId: profile_id };
}
