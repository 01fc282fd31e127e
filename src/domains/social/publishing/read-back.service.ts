import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import type { SocialAccount, SocialChannel } from '#platform/channels/social/social-channel';
import { SocialChannels } from '#platform/channels/social/social-channels';
import { findService, SERVICE_NAMES } from '#platform/channels/social/social-services';
import { SocialUnknown } from '#platform/channels/social/social.errors';
import { PostOutlets } from './post-outlets.js';
import { type Asked, type Finding, ReadBackRepository } from './read-back.repository.js';

const HOUR_S = 3_600;
const DAY_S = 86_400;
const FIRST_LOOK_S = 10;
const WAITED_FOR_DAYS = 7;
/** How often it is asked for what a post has reached, by how old the post is. */
const PACE: readonly { readonly untilS: number; readonly everyS: number }[] = [
  { untilS: HOUR_S, everyS: 900 },
  { untilS: DAY_S, everyS: HOUR_S },
  { untilS: 7 * DAY_S, everyS: 6 * HOUR_S },
  { untilS: 30 * DAY_S, everyS: DAY_S },
];

/** Asks services what became of posts, and what they have reached. */
@Injectable()
export class ReadBack {
  constructor(
    private readonly posts: ReadBackRepository,
    private readonly outlets: PostOutlets,
    private readonly channels: SocialChannels,
  ) {}

  /** Never throws for what a service is to blame for. */
  async ask(post: Asked, signal: AbortSignal): Promise<void> {
    const isPending = post.status === 'publishing';
    try {
      await this.posts.note(
        post,
        await (isPending ? this.delivery(post, signal) : this.metrics(post, signal)),
      );
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      await this.posts.note(post, isPending ? stillPending(post, error) : later(post, error));
    }
  }

  private async delivery(post: Asked, signal: AbortSignal): Promise<Finding> {
    const channel = this.channelOf(post);
    const delivery = await this.asked(post, (account) => channel.status(post.receipt ?? '', account, signal));
    if (delivery.state === 'failed')
      return { as: 'failed', code: 'channels/social-refused', reason: delivery.reason };
    if (delivery.state === 'pending') return stillPending(post);
    const readBack = channel.capabilities.metrics.length > 0;
    return { as: 'published', postId: delivery.postId, url: delivery.url, readBack };
  }

  private async metrics(post: Asked, signal: AbortSignal): Promise<Finding> {
    const channel = this.channelOf(post);
    const metrics = await this.asked(post, (account) => channel.metrics(post.post_id ?? '', account, signal));
    const inSeconds = paceOf(post);
    return metrics ? { as: 'metrics', metrics, inSeconds } : { as: 'nothing', inSeconds };
  }

  private channelOf({ service: name }: Asked): SocialChannel {
    const service = findService(name ?? '');
    if (service === undefined) throw new SocialUnknown('the network');
    return this.channels.of(service);
  }

  private asked<Result>(
    { user_id, connection_id, profile_id }: Asked,
    work: (account: SocialAccount) => Promise<Result>,
  ): Promise<Result> {
    if (connection_id === null) throw new SocialUnknown('the network');
    return this.outlets.use(user_id, connection_id, (token) => work({ token, profileId: profile_id ?? '' }));
  }
}

/** Asked again after twice the time, for a week. */
function stillPending({ armed_at, checks, service }: Asked, error?: AppError): Finding {
  const since = armed_at === null ? 0 : (Date.now() - Date.parse(armed_at)) / 1_000;
  if (since > WAITED_FOR_DAYS * DAY_S) {
    const known = findService(service ?? '');
    const { code, message } = new SocialUnknown(known ? SERVICE_NAMES[known] : 'the network');
    return { as: 'unknown', code, reason: message };
  }
  const usual = Math.min(6 * HOUR_S, FIRST_LOOK_S * 2 ** Math.min(checks, 12));
  return { as: 'nothing', inSeconds: Math.max(usual, error?.retryAfter ?? 0) };
}

function later(post: Asked, { retryAfter = 0 }: AppError): Finding {
  const pace = paceOf(post);
  return { as: 'nothing', inSeconds: pace === null ? null : Math.max(pace, retryAfter) };
}

function paceOf({ posted_at }: Asked): number | null {
  const age = posted_at === null ? Number.POSITIVE_INFINITY : (Date.now() - Date.parse(posted_at)) / 1_000;
  return PACE.find(({ untilS }) => age < untilS)?.everyS ?? null;
}
