import { Injectable, Logger } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { fitToNetwork } from '#platform/channels/fit-to-network';
import { mediumAt } from '#platform/channels/medium';
import { networkNamed } from '#platform/channels/networks';
import { SocialChannels } from '#platform/channels/social/social-channels';
import type {
  Delivery,
  OutgoingPart,
  OutgoingPost,
  SocialChannel,
} from '#platform/channels/social/social-channel';
import { SERVICE_NAMES } from '#platform/channels/social/social-services';
import { SocialUnknown } from '#platform/channels/social/social.errors';
import { NetworkCaps } from '../caps/cap.service.js';
import { LeaseLost, NetworkCapReached, NetworkNotConnected, PostUnfit } from '../social-post.errors.js';
import { keptParts, type PartOut, partsOut } from '../thread.js';
import { unfitnessOf } from './post-fitness.js';
import { type PostOutlet, PostOutlets } from './post-outlets.js';
import { type Claimed, PublicationRepository, type Settlement } from './publication.repository.js';

const WITHIN_MS = 270_000;
const SHORTEST_WAIT_S = 30;
const LONGEST_WAIT_S = 1_800;
const GIVEN_UP_AFTER_S = 6 * 3_600;

/**
 * Publishes a post that was taken up, and writes down how that ended. The request that publishes leaves once: what was surely not
 * published is tried again for six hours, and what may have been is left to a person.
 */
@Injectable()
export class Publisher {
  private readonly logger = new Logger(Publisher.name);

  constructor(
    private readonly publications: PublicationRepository,
    private readonly outlets: PostOutlets,
    private readonly channels: SocialChannels,
    private readonly caps: NetworkCaps,
  ) {}

  /** Never throws for what a service or the post is to blame for. */
  async publish(post: Claimed, stopping: AbortSignal): Promise<void> {
    const attempt: Attempt = { isArmed: false, outlet: undefined };
    try {
      await this.publications.settle(post, await this.handedOver(post, attempt, stopping));
    } catch (error) {
      if (error instanceof LeaseLost && attempt.isArmed) return;
      await this.publications.settle(post, this.failureOf(error, post, attempt, stopping));
    }
  }

  private async handedOver(post: Claimed, attempt: Attempt, stopping: AbortSignal): Promise<Settlement> {
    const way = await this.wayOf(post);
    attempt.outlet = way.outlet;
    const [first, ...others] = outgoingParts(post);
    const send = (outgoing: Outgoing) => this.sent(post, outgoing, { ...way, attempt, stopping });
    const { threads, metrics } = way.channel.capabilities;
    if (others.length === 0 || threads === 'whole')
      return settlementOf(
        await send({ ...first, ...(others.length > 0 && { thread: others }) }),
        metrics.length > 0,
      );
    const out = alreadyOut(post);
    for (const part of [first, ...others].slice(out.length)) {
      const delivery = await send({ ...part, answers: out.at(-1)?.post_id });
      if (delivery.state !== 'published') return settlementOf(delivery, false);
      const next = { post_id: delivery.postId, post_url: delivery.url };
      if (!(await this.publications.partOut(post, next, out.length === 0))) throw new LeaseLost();
      attempt.isArmed = false;
      out.push(next);
    }
    const [root] = out as [PartOut];
    return { as: 'published', postId: root.post_id, url: root.post_url, readBack: metrics.length > 0 };
  }

  /** By what it leaves, once that and its network would take it. */
  private async wayOf(post: Claimed): Promise<Way> {
    const network = networkNamed(post.platform);
    const outlet = await this.outlets.find(post.user_id, post.platform, post.account_id);
    if (!outlet) throw new NetworkNotConnected(network.name);
    const channel = this.channels.of(outlet.service);
    const name = SERVICE_NAMES[outlet.service];
    const wanted = { ...post, thread: keptParts(post.thread) };
    const issues = unfitnessOf(wanted, { name, capabilities: channel.capabilities });
    const [first] = issues;
    if (first) throw new PostUnfit(first.message).withIssues(issues);
    await this.caps.refuseFull(post.user_id, post.platform, outlet);
    return { outlet, channel };
  }

  /** Hands one request to publish over; with another token once more, where the first was refused and nothing is out. */
  private sent(post: Claimed, outgoing: Outgoing, sending: Sending): Promise<Delivery> {
    const { outlet, channel, attempt, stopping } = sending;
    const run = {
      arm: () => this.arm(post, outlet, attempt),
      signal: AbortSignal.any([stopping, AbortSignal.timeout(WITHIN_MS)]),
    };
    const whole = { id: post.id, network: networkNamed(post.platform).id, ...outgoing };
    return this.outlets.use(post.user_id, outlet.connectionId, async (token) => {
      if (attempt.isArmed && !(await this.publications.disarm(post))) throw new LeaseLost();
      attempt.isArmed = false;
      return channel.publish(whole, { token, profileId: outlet.profileId }, run);
    });
  }

  private async arm(post: Claimed, outlet: PostOutlet, attempt: Attempt): Promise<void> {
    if (!(await this.publications.arm(post, outlet))) throw new LeaseLost();
    attempt.isArmed = true;
  }

  private failureOf(
    error: unknown,
    post: Claimed,
    { isArmed, outlet }: Attempt,
    stopping: AbortSignal,
  ): Settlement {
    if (error instanceof SocialUnknown) return { as: 'unknown', code: error.code, reason: error.message };
    // Nothing was sent: it is stopped, which says what becomes of it, or it is somebody else's, and this changes nothing.
    if (error instanceof LeaseLost) return interrupted(0);
    if (error instanceof AppError) {
      const { code, kind, message: reason, retryAfter } = error;
      const told = { code, reason };
      const isConnected = !(error instanceof NetworkNotConnected);
      const isFull = error instanceof NetworkCapReached;
      if (!isConnected) return { as: 'failed', ...told };
      // When there is room again is known, however long that is.
      if (isFull) return { as: 'scheduled', inSeconds: retryAfter ?? SHORTEST_WAIT_S, ...told };
      const mayPass = kind === 'too-many' || kind === 'unavailable';
      const inSeconds = mayPass ? waitFor(post, retryAfter) : undefined;
      return inSeconds === undefined ? { as: 'failed', ...told } : { as: 'scheduled', inSeconds, ...told };
    }
    const isEnded = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError');
    if (!isEnded && !stopping.aborted)
      this.logger.error(
        `A post could not be published: ${String(error)}`,
        error instanceof Error ? error.stack : '',
      );
    const lost = new SocialUnknown(outlet ? SERVICE_NAMES[outlet.service] : 'the network');
    if (isArmed) return { as: 'unknown', code: lost.code, reason: lost.message };
    if (isEnded || stopping.aborted) return interrupted(stopping.aborted ? 0 : SHORTEST_WAIT_S);
    return { as: 'failed', code: 'social/unexpected', reason: 'The post could not be published.' };
  }
}

type Outgoing = Omit<OutgoingPost, 'id' | 'network'>;

interface Way {
  readonly outlet: PostOutlet;
  readonly channel: SocialChannel;
}

interface Sending extends Way {
  readonly attempt: Attempt;
  readonly stopping: AbortSignal;
}

/** The post, and what follows it. */
function outgoingParts(post: Claimed): [OutgoingPart, ...OutgoingPart[]] {
  const text = fitToNetwork(post.content, post.hashtags, networkNamed(post.platform)).post;
  const others = keptParts(post.thread).map(({ content, media_urls }) => ({
    text: content,
    media: media_urls.map(mediumAt),
  }));
  return [{ text, media: post.media_urls.map(mediumAt) }, ...others];
}

function alreadyOut({ post_id, post_url, thread_out }: Claimed): PartOut[] {
  return post_id === null ? [] : [{ post_id, post_url }, ...partsOut(thread_out)];
}

function settlementOf(delivery: Delivery, readBack: boolean): Settlement {
  if (delivery.state === 'published')
    return { as: 'published', postId: delivery.postId, url: delivery.url, readBack };
  if (delivery.state === 'pending') return { as: 'pending', receipt: delivery.receipt };
  return { as: 'failed', code: 'channels/social-refused', reason: delivery.reason };
}

function interrupted(inSeconds: number): Settlement {
  const reason = 'Publishing was interrupted before it began.';
  return { as: 'scheduled', inSeconds, code: 'social/interrupted', reason };
}

interface Attempt {
  isArmed: boolean;
  outlet: PostOutlet | undefined;
}

/** The longer it goes wrong, the longer the wait, and never the same for all; undefined once it is given up. */
function waitFor({ scheduled_time }: Claimed, asked = 0): number | undefined {
  const late = (Date.now() - Date.parse(scheduled_time)) / 1_000;
  if (late > GIVEN_UP_AFTER_S) return undefined;
  const usual = Math.min(LONGEST_WAIT_S, Math.max(SHORTEST_WAIT_S, late));
  return Math.max(asked, usual) * (1 + Math.random() / 4);
}
