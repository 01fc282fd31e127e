import { Injectable } from '@nestjs/common';
import { ConnectionCredentials } from './connection-credentials.js';
import { type ConnectedAccount, type ProfileOutlet, ProfileRepository } from './profile.repository.js';

/** By which connections posts can leave. */
@Injectable()
export class ConnectionOutlets {
  constructor(
    private readonly profiles: ProfileRepository,
    private readonly credentials: ConnectionCredentials,
  ) {}

  /** The profile named, or the first for the network: of the network itself before companies that post there. */
  find(ownerId: string, network: string, accountId: string | null): Promise<ProfileOutlet | undefined> {
    return this.profiles.outlet(ownerId, network, accountId);
  }

  networks(ownerId: string): Promise<string[]> {
    return this.profiles.networks(ownerId);
  }

  /** Does something with a key or token; see there. */
  use<Result>(
    ownerId: string,
    connectionId: string,
    work: (token: string) => Promise<Result>,
  ): Promise<Result> {
    return this.credentials.use(ownerId, connectionId, work);
  }

  accounts(ownerId: string): Promise<ConnectedAccount[]> {
    return this.profiles.connected(ownerId);
  }
}
