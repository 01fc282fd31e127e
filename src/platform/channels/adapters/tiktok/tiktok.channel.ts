import { z } from 'zod';
import type { AppError } from '#kernel/errors';
import { limited, plain, type SocialAnswer } from '../../social/social-answer.js';
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
import {
  SocialRefused,
  SocialTokenRefused,
  SocialUnavailable,
  SocialUnknown,
} from '../../social/social.errors.js';

const COMPANY = 'TikTok';
/** Those that pass. The other risks of spam are what somebody is held to be. */
const LIMITS = ['rate_limit_exceeded', 'spam_risk_too_many_posts', 'reached_active_user_cap'];

const User = z.object({
  data: z.object({
    user: z.object({
      open_id: z.string().min(1),
      display_name: z.string().default(''),
      avatar_url: z.string().nullish(),
    }),
  }),
});
const Creator = z.object({ data: z.object({ privacy_level_options: z.array(z.string()).min(1) }) });
const Taken = z.object({ data: z.object({ publish_id: z.string().min(1) }) });
const State = z.object({
  data: z.object({
    status: z.string(),
    fail_reason: z.string().nullish(),
    publicaly_available_post_id: z.array(z.coerce.string()).nullish(),
  }),
});
const Counted = z.object({
  data: z.object({
    videos: z.array(
      z.object({
        like_count: z.number().nullish(),
        comment_count: z.number().nullish(),
        share_count: z.number().nullish(),
        view_count: z.number().nullish(),
      }),
    ),
  }),
});
const Failure = z.object({ error: z.object({ code: z.string(), message: z.string().default('') }) });

/** TikTok's content posting API: it fetches the video or pictures itself, from a domain that was verified with it. */
export class TikTokChannel extends SocialChannel {
  readonly service = 'tiktok';
  readonly capabilities = {
    images: 35,
    videos: 1,
    needsMedia: true,
    threads: 'no' as const,
    schedules: false,
    draftsOnly: false,
    metrics: ['likes', 'comments', 'shares', 'impressions'] as const,
  };

  constructor(
    private readonly http: SocialHttp,
    private readonly url: string = 'https://open.tiktokapis.com',
  ) {
    super();
  }

  async profiles(token: string, signal?: AbortSignal): Promise<SocialProfile[]> {
    const path = '/v2/user/info/?fields=open_id,display_name,avatar_url';
    const { user } = (await this.ask({ path, token, signal }, User)).data;
    const { open_id: id, display_name: name, avatar_url } = user;
    return [{ id, network: 'tiktok', name: name || id, username: null, avatarUrl: avatar_url ?? null }];
  }

  async publish(post: OutgoingPost, { token }: SocialAccount, run: PublishRun): Promise<Delivery> {
    const { signal } = run;
    const creator = { path: '/v2/post/publish/creator_info/query/', token, body: {}, signal };
    const { privacy_level_options: levels } = (await this.ask(creator, Creator)).data;
    const privacy_level = levels.find((level) => level === 'PUBLIC_TO_EVERYONE') ?? levels[0];
    const video = post.media.find(({ kind }) => kind === 'video');
    const source = { source: 'PULL_FROM_URL' };
    const asked = video
      ? {
          path: '/v2/post/publish/video/init/',
          body: {
            post_info: { title: post.text, privacy_level },
            source_info: { ...source, video_url: video.url },
          },
        }
      : {
          path: '/v2/post/publish/content/init/',
          body: {
            media_type: 'PHOTO',
            post_mode: 'DIRECT_POST',
            post_info: { description: post.text, privacy_level },
            source_info: {
              ...source,
              photo_images: post.media.map(({ url }) => url),
              photo_cover_index: 0,
            },
          },
        };
    const { data } = await this.ask({ ...asked, token, ...run }, Taken);
    return { state: 'pending', receipt: data.publish_id };
  }

  async status(receipt: string, { token }: SocialAccount, signal?: AbortSignal): Promise<Delivery> {
    const body = { publish_id: receipt };
    const { data } = await this.ask({ path: '/v2/post/publish/status/fetch/', token, body, signal }, State);
    if (data.status === 'PUBLISH_COMPLETE') {
      // Posts that not everybody may see get no id.
      const [postId = receipt] = data.publicaly_available_post_id ?? [];
      return { state: 'published', postId, url: null };
    }
    if (data.status === 'FAILED')
      return { state: 'failed', reason: plain(data.fail_reason ?? 'it gave no reason', token) };
    return { state: 'pending', receipt };
  }

  async metrics(
    postId: string,
    { token }: SocialAccount,
    signal?: AbortSignal,
  ): Promise<PostMetrics | undefined> {
    if (!/^\d+$/.test(postId)) return undefined;
    const path = '/v2/video/query/?fields=id,like_count,comment_count,share_count,view_count';
    const body = { filters: { video_ids: [postId] } };
    const [video] = (await this.ask({ path, token, body, signal }, Counted)).data.videos;
    if (!video) return undefined;
    return {
      ...NO_METRICS,
      likes: video.like_count ?? null,
      comments: video.comment_count ?? null,
      shares: video.share_count ?? null,
      impressions: video.view_count ?? null,
    };
  }

  private ask<Shape>({ path, token, body, arm, signal }: Question, shape: z.ZodType<Shape>): Promise<Shape> {
    return this.http.read(
      {
        company: COMPANY,
        token,
        url: this.url + path,
        ...(body === undefined
          ? { headers: bearer(token) }
          : { method: 'POST' as const, ...jsonBody(body, bearer(token)) }),
        arm,
        signal,
        judge: (answer) => failureIn(answer, token, arm !== undefined),
      },
      shape,
    );
  }
}

interface Question {
  readonly path: string;
  readonly token: string;
  readonly body?: unknown;
  readonly arm?: (() => Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Every answer has an `error`, whose code is `ok` when there is none. */
function failureIn(answer: SocialAnswer, token: string, publishes: boolean): AppError | undefined {
  const { success, data } = Failure.safeParse(answer.json);
  if (!success || data.error.code === 'ok') return undefined;
  const { code, message } = data.error;
  if (code === 'access_token_invalid' || code === 'access_token_expired')
    return new SocialTokenRefused(COMPANY);
  if (LIMITS.includes(code)) return limited(answer, COMPANY);
  if (code === 'internal_error' || answer.status >= 500)
    return new (publishes ? SocialUnknown : SocialUnavailable)(COMPANY);
  return new SocialRefused(COMPANY, plain(message || code, token));
}
