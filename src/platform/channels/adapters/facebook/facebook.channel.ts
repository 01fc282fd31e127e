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
import { Graph } from './graph.js';

const Pages = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      username: z.string().nullish(),
      picture: z.object({ data: z.object({ url: z.string().nullish() }) }).nullish(),
    }),
  ),
});
const PageToken = z.object({ access_token: z.string().min(1) });
const Made = z.object({ id: z.string().min(1), post_id: z.string().nullish() });
const Counted = z.object({
  reactions: z.object({ summary: z.object({ total_count: z.number() }) }).nullish(),
  comments: z.object({ summary: z.object({ total_count: z.number() }) }).nullish(),
  shares: z.object({ count: z.number() }).nullish(),
});

/** Pages on Facebook. Each request for a page is made with the token of the page, which is asked for and never kept. */
export class FacebookChannel extends SocialChannel {
  readonly service = 'facebook';
  readonly capabilities = {
    images: 10,
    videos: 1,
    needsMedia: false,
    threads: 'no' as const,
    schedules: false,
    draftsOnly: false,
    metrics: ['likes', 'comments', 'shares'] as const,
  };
  private readonly graph: Graph;

  constructor(http: SocialHttp, url?: string) {
    super();
    this.graph = new Graph(http, 'Facebook', url);
  }

  async profiles(token: string, signal?: AbortSignal): Promise<SocialProfile[]> {
    const path = 'me/accounts?fields=id,name,username,picture&limit=100';
    const { data } = await this.graph.ask({ path, token, signal }, Pages);
    return data.map(({ id, name, username, picture }) => ({
      id,
      network: 'facebook',
      name,
      username: username ?? null,
      avatarUrl: picture?.data.url ?? null,
    }));
  }

  async publish(post: OutgoingPost, account: SocialAccount, run: PublishRun): Promise<Delivery> {
    const page = encodeURIComponent(account.profileId);
    const token = await this.pageToken(account, run.signal);
    const video = post.media.find(({ kind }) => kind === 'video');
    if (video) {
      const fields = { description: post.text, file_url: video.url };
      const { id } = await this.graph.ask({ path: `${page}/videos`, token, fields, ...run }, Made);
      return published(id);
    }
    const photos: string[] = [];
    for (const { url } of post.media) {
      const fields = { url, published: 'false' };
      const { id } = await this.graph.ask(
        { path: `${page}/photos`, token, fields, signal: run.signal },
        Made,
      );
      photos.push(id);
    }
    const attached = photos.map((id, at) => [`attached_media[${at}]`, JSON.stringify({ media_fbid: id })]);
    const fields = { message: post.text, ...(Object.fromEntries(attached) as Record<string, string>) };
    const { id } = await this.graph.ask({ path: `${page}/feed`, token, fields, ...run }, Made);
    return published(id);
  }

  /** A post that Facebook takes is published. */
  async status(receipt: string): Promise<Delivery> {
    return published(receipt);
  }

  async metrics(postId: string, account: SocialAccount, signal?: AbortSignal): Promise<PostMetrics> {
    const token = await this.pageToken(account, signal);
    const counts = 'reactions.limit(0).summary(total_count),comments.limit(0).summary(total_count),shares';
    const path = `${encodeURIComponent(postId)}?fields=${counts}`;
    const { reactions, comments, shares } = await this.graph.ask({ path, token, signal }, Counted);
    return {
      ...NO_METRICS,
      likes: reactions?.summary.total_count ?? null,
      comments: comments?.summary.total_count ?? null,
      // Facebook leaves the field out of posts that nobody has shared.
      shares: shares?.count ?? 0,
    };
  }

  private async pageToken({ token, profileId }: SocialAccount, signal?: AbortSignal): Promise<string> {
    const path = `${encodeURIComponent(profileId)}?fields=access_token`;
    return (await this.graph.ask({ path, token, signal }, PageToken)).access_token;
  }
}

function published(postId: string): Delivery {
  return { state: 'published', postId, url: `https://www.facebook.com/${postId}` };
}
