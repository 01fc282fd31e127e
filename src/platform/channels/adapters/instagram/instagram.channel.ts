import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import {
  type Delivery,
  NO_METRICS,
  type OutgoingPost,
  type PostMetrics,
  type PublishRun,
  type SocialAccount,
  SocialChannel,
  type SocialProfile,
} from '../../social/social-channel.js';
import type { SocialHttp } from '../../social/social-http.js';
import { SocialRefused } from '../../social/social.errors.js';
import type { Medium } from '../../medium.js';
import { Graph } from '../facebook/graph.js';

const COMPANY = 'Instagram';
const FIRST_LOOK_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

const Pages = z.object({
  data: z.array(
    z.object({
      instagram_business_account: z
        .object({
          id: z.string(),
          username: z.string().nullish(),
          name: z.string().nullish(),
          profile_picture_url: z.string().nullish(),
        })
        .nullish(),
    }),
  ),
});
const Made = z.object({ id: z.string().min(1) });
const Container = z.object({ status_code: z.string(), status: z.string().nullish() });
const Link = z.object({ permalink: z.string().nullish() });
const Counted = z.object({ like_count: z.number().nullish(), comments_count: z.number().nullish() });

/** Instagram's content publishing: a container is made, Instagram fetches what goes into it, and the container is published. */
export class InstagramChannel extends SocialChannel {
  readonly service = 'instagram';
  readonly capabilities = {
    images: 10,
    videos: 1,
    needsMedia: true,
    threads: 'no' as const,
    schedules: false,
    draftsOnly: false,
    metrics: ['likes', 'comments'] as const,
  };
  private readonly graph: Graph;

  constructor(http: SocialHttp, url?: string) {
    super();
    this.graph = new Graph(http, COMPANY, url);
  }

  async profiles(token: string, signal?: AbortSignal): Promise<SocialProfile[]> {
    const account = 'instagram_business_account{id,username,name,profile_picture_url}';
    const { data } = await this.graph.ask(
      { path: `me/accounts?fields=${account}&limit=100`, token, signal },
      Pages,
    );
    return data.flatMap(({ instagram_business_account: found }) =>
      found
        ? [
            {
              id: found.id,
              network: 'instagram' as const,
              name: found.name ?? found.username ?? found.id,
              username: found.username ?? null,
              avatarUrl: found.profile_picture_url ?? null,
            },
          ]
        : [],
    );
  }

  async publish(post: OutgoingPost, account: SocialAccount, run: PublishRun): Promise<Delivery> {
    const { token, profileId } = account;
    const id = await this.containerOf(post, account, run.signal);
    await this.ready(id, token, run.signal);
    const path = `${encodeURIComponent(profileId)}/media_publish`;
    const made = await this.graph.ask({ path, token, fields: { creation_id: id }, ...run }, Made);
    return { state: 'published', postId: made.id, url: await this.linkTo(made.id, token, run.signal) };
  }

  async status(receipt: string, { token }: SocialAccount, signal?: AbortSignal): Promise<Delivery> {
    return { state: 'published', postId: receipt, url: await this.linkTo(receipt, token, signal) };
  }

  async metrics(postId: string, { token }: SocialAccount, signal?: AbortSignal): Promise<PostMetrics> {
    const path = `${encodeURIComponent(postId)}?fields=like_count,comments_count`;
    const { like_count, comments_count } = await this.graph.ask({ path, token, signal }, Counted);
    return { ...NO_METRICS, likes: like_count ?? null, comments: comments_count ?? null };
  }

  private async containerOf(
    post: OutgoingPost,
    account: SocialAccount,
    signal: AbortSignal,
  ): Promise<string> {
    const [first, ...others] = post.media;
    if (!first) throw new SocialRefused(COMPANY, 'a post needs a picture or a video');
    const caption = { caption: post.text };
    if (others.length === 0) return this.container({ ...mediumFields(first), ...caption }, account, signal);
    const children: string[] = [];
    for (const medium of post.media)
      children.push(
        await this.container({ ...mediumFields(medium, 'VIDEO'), is_carousel_item: 'true' }, account, signal),
      );
    return this.container(
      { media_type: 'CAROUSEL', children: children.join(','), ...caption },
      account,
      signal,
    );
  }

  private async container(
    fields: Record<string, string>,
    { token, profileId }: SocialAccount,
    signal: AbortSignal,
  ): Promise<string> {
    const path = `${encodeURIComponent(profileId)}/media`;
    return (await this.graph.ask({ path, token, fields, signal }, Made)).id;
  }

  /** Until Instagram has fetched everything, or says that it cannot; `signal` ends it. */
  private async ready(id: string, token: string, signal: AbortSignal): Promise<void> {
    for (let pause = FIRST_LOOK_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      const path = `${encodeURIComponent(id)}?fields=status_code,status`;
      const { status_code: state, status } = await this.graph.ask({ path, token, signal }, Container);
      if (state === 'FINISHED') return;
      if (state !== 'IN_PROGRESS') throw new SocialRefused(COMPANY, (status ?? state).slice(0, 300));
      await sleep(pause, undefined, { signal });
    }
  }

  /** The post is out, whatever becomes of this question. */
  private async linkTo(id: string, token: string, signal?: AbortSignal): Promise<string | null> {
    const asked = this.graph.ask({ path: `${encodeURIComponent(id)}?fields=permalink`, token, signal }, Link);
    return asked.then(({ permalink }) => permalink ?? null).catch(() => null);
  }
}

/** A video alone is a reel, and among others it must not be one. */
function mediumFields({ kind, url }: Medium, video: 'REELS' | 'VIDEO' = 'REELS'): Record<string, string> {
  return kind === 'video' ? { media_type: video, video_url: url } : { image_url: url };
}
