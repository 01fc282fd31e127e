import type { Medium } from '../medium.js';
import type { NetworkId } from '../networks.js';
import type { SocialService } from './social-services.js';

/** What counts of a post; null where the service does not say. */
export interface PostMetrics {
  readonly likes: number | null;
  readonly comments: number | null;
  readonly shares: number | null;
  readonly clicks: number | null;
  readonly impressions: number | null;
  readonly reach: number | null;
}

/** What a service takes, beside the limits of the network that the post is for. */
export interface SocialCapabilities {
  readonly images: number;
  readonly videos: number;
  /** Whether every post needs a picture or video. */
  readonly needsMedia: boolean;
  /** Several posts that answer each other, on networks that have them: handed over one by one as `answers`, or `whole`. */
  readonly threads: 'no' | 'answers' | 'whole';
  /** Whether the service itself can hold a post until a time; we always hold it here. */
  readonly schedules: boolean;
  /** Whether a post arrives as a draft that a person has to let go there. */
  readonly draftsOnly: boolean;
  /** What can be read back of a published post. */
  readonly metrics: readonly (keyof PostMetrics)[];
}

/** An account, page or channel that can be posted to. */
export interface SocialProfile {
  /** As the service names it. */
  readonly id: string;
  readonly network: NetworkId;
  readonly name: string;
  readonly username: string | null;
  readonly avatarUrl: string | null;
}

/** By whose leave, and where to. */
export interface SocialAccount {
  /** A key or an access token. */
  readonly token: string;
  /** Of the profile. */
  readonly profileId: string;
}

/** What a post says and shows. */
export interface OutgoingPart {
  /** With its hashtags. */
  readonly text: string;
  readonly media: readonly Medium[];
}

/** A post as it leaves. */
export interface OutgoingPost extends OutgoingPart {
  readonly id: string;
  readonly network: NetworkId;
  /** The id of the post that it answers, where threads leave as `answers`. */
  readonly answers?: string | undefined;
  /** What follows it, where threads leave `whole`. */
  readonly thread?: readonly OutgoingPart[] | undefined;
}

/** What is known of a post that was handed over. */
export type Delivery =
  | { readonly state: 'published'; readonly postId: string; readonly url: string | null }
  /** Taken, and on its way: to be asked for by its receipt. */
  | { readonly state: 'pending'; readonly receipt: string }
  | { readonly state: 'failed'; readonly reason: string };

export interface PublishRun {
  /** Awaited before the first byte of the request that publishes leaves; what it throws is passed on, and nothing has been published. */
  readonly arm: () => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * One way to social networks. Whatever goes wrong is one of the errors of `social.errors.ts`; no sentence of theirs holds the token.
 * A new one is a class here and a word in `SocialChannels`.
 */
export abstract class SocialChannel {
  abstract readonly service: SocialService;
  abstract readonly capabilities: SocialCapabilities;

  /** The profiles that the token may post to; throws where the token is not taken. */
  abstract profiles(token: string, signal?: AbortSignal): Promise<SocialProfile[]>;

  /** Publishes now. Never repeats the request that publishes; throws `SocialUnknown` where its answer was lost. */
  abstract publish(post: OutgoingPost, account: SocialAccount, run: PublishRun): Promise<Delivery>;

  /** What became of a post that was pending. */
  abstract status(receipt: string, account: SocialAccount, signal?: AbortSignal): Promise<Delivery>;

  /** What a published post has reached until now; undefined where nothing can be read. */
  abstract metrics(
    postId: string,
    account: SocialAccount,
    signal?: AbortSignal,
  ): Promise<PostMetrics | undefined>;
}

export const NO_METRICS: PostMetrics = {
  likes: null,
  comments: null,
  shares: null,
  clicks: null,
  impressions: null,
  reach: null,
};
