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
import { bearer, jsonBody, type SocialHttp } from '../../social/social-http.js';
import type { SocialMedia } from '../../social/social-media.js';
import { XMedia } from './x-media.js';

const COMPANY = 'X';

const Me = z.object({
  data: z.object({
    id: z.string(),
    name: z.string(),
    username: z.string(),
    profile_image_url: z.string().nullish(),
  }),
});
const Created = z.object({ data: z.object({ id: z.string().min(1) }) });
const Counted = z.object({
  data: z.object({
    public_metrics: z.object({
      like_count: z.number().nullish(),
      reply_count: z.number().nullish(),
      retweet_count: z.number().nullish(),
      quote_count: z.number().nullish(),
      impression_count: z.number().nullish(),
    }),
  }),
});

/** X's API v2, in the name of the account that the token is for. */
export class XChannel extends SocialChannel {
  readonly service = 'twitter';
  readonly capabilities = {
    images: 4,
    videos: 1,
    needsMedia: false,
    threads: 'answers' as const,
    schedules: false,
    draftsOnly: false,
    metrics: ['likes', 'comments', 'shares', 'impressions'] as const,
  };

  private readonly files: XMedia;

  constructor(
    private readonly http: SocialHttp,
    media: SocialMedia,
    private readonly url: string = 'https://api.x.com',
  ) {
    super();
    this.files = new XMedia(http, media, url);
  }

  async profiles(token: string, signal?: AbortSignal): Promise<SocialProfile[]> {
    const url = `${this.url}/2/users/me?user.fields=profile_image_url`;
    const { data } = await this.http.read(
      { company: COMPANY, token, url, headers: bearer(token), signal },
      Me,
    );
    const { id, name, username, profile_image_url } = data;
    return [{ id, network: 'twitter', name, username, avatarUrl: profile_image_url ?? null }];
  }

  async publish(post: OutgoingPost, { token }: SocialAccount, run: PublishRun): Promise<Delivery> {
    const media_ids: string[] = [];
    // Each picture is read and handed on before the next, so that one at a time is held.
    for (const medium of post.media)
      media_ids.push(await this.files.upload(medium, { token, signal: run.signal }));
    const { data } = await this.http.read(
      {
        company: COMPANY,
        token,
        method: 'POST',
        url: `${this.url}/2/tweets`,
        ...jsonBody(
          {
            text: post.text,
            ...(media_ids.length > 0 && { media: { media_ids } }),
            ...(post.answers !== undefined && { reply: { in_reply_to_tweet_id: post.answers } }),
          },
          bearer(token),
        ),
        ...run,
      },
      Created,
    );
    return { state: 'published', postId: data.id, url: linkTo(data.id) };
  }

  /** A post that X takes is published. */
  async status(receipt: string): Promise<Delivery> {
    return { state: 'published', postId: receipt, url: linkTo(receipt) };
  }

  async metrics(postId: string, { token }: SocialAccount, signal?: AbortSignal): Promise<PostMetrics> {
    const url = `${this.url}/2/tweets/${encodeURIComponent(postId)}?tweet.fields=public_metrics`;
    const call = { company: COMPANY, token, url, headers: bearer(token), signal };
    const { public_metrics: counted } = (await this.http.read(call, Counted)).data;
    const shares = [counted.retweet_count, counted.quote_count].filter((count) => count != null);
    return {
      ...NO_METRICS,
      likes: counted.like_count ?? null,
      comments: counted.reply_count ?? null,
      shares: shares.length === 0 ? null : shares.reduce((sum, count) => sum + count, 0),
      impressions: counted.impression_count ?? null,
    };
  }
}

function linkTo(id: string): string {
  return `https://x.com/i/web/status/${id}`;
}
