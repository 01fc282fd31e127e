import type { SocialService } from '#platform/channels/social/social-services';

/** By what a post leaves. */
export interface PostOutlet {
  readonly connectionId: string;
  readonly service: SocialService;
  /** As the service names it. */
  readonly profileId: string;
}

/** An account, page or channel that can be posted to. */
export interface PostAccount extends PostOutlet {
  readonly id: string;
  readonly network: string;
  readonly name: string;
}

/** Port: what posts leave by. Who has connected what is not for this room to know. */
export abstract class PostOutlets {
  /** The account named, or the first for the network; undefined while there is none. */
  abstract find(ownerId: string, network: string, accountId: string | null): Promise<PostOutlet | undefined>;
  /** The networks that can be posted to. */
  abstract networks(ownerId: string): Promise<string[]>;
  /** Does something with a key or token, once more where it is refused and another can be had. Throws where there is none. */
  abstract use<Result>(
    ownerId: string,
    connectionId: string,
    work: (token: string) => Promise<Result>,
  ): Promise<Result>;
  /** What can be posted to. */
  abstract accounts(ownerId: string): Promise<PostAccount[]>;
}
