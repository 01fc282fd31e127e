import type { Readable } from 'node:stream';
import { z } from 'zod';
import { AppError } from '#kernel/errors';
import type { WebClient } from '#platform/web/web-client';
import { answerOf, failureOf, type SocialAnswer } from '../../social/social-answer.js';
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
import {
  SocialLimited,
  SocialRefused,
  SocialUnavailable,
  SocialUnknown,
} from '../../social/social.errors.js';

const COMPANY = 'YouTube';
const LARGEST_VIDEO = 2 * 1024 ** 3;
const LONGEST_TITLE = 100;
const UPLOAD_WITHIN_MS = 240_000;
const LIMITS = ['quotaExceeded', 'rateLimitExceeded', 'userRateLimitExceeded', 'uploadLimitExceeded'];

const Channels = z.object({
  items: z
    .array(
      z.object({
        id: z.string(),
        snippet: z.object({
          title: z.string(),
          customUrl: z.string().nullish(),
          thumbnails: z.object({ default: z.object({ url: z.string() }).optional() }).nullish(),
        }),
      }),
    )
    .default([]),
});
const Video = z.object({ id: z.string().min(1) });
const Count = z.coerce.number().nullish();
const Videos = z.object({
  items: z.array(
    z.object({
      statistics: z.object({ viewCount: Count, likeCount: Count, commentCount: Count }).optional(),
    }),
  ),
});
const Failure = z.object({
  error: z.object({ errors: z.array(z.object({ reason: z.string() })).min(1) }),
});

/** The YouTube Data API: a video is handed on as it arrives, in an upload that can be asked how far it came. */
export class YouTubeChannel extends SocialChannel {
  readonly service = 'youtube';
  readonly capabilities = {
    images: 0,
    videos: 1,
    needsMedia: true,
    threads: 'no' as const,
    schedules: false,
    draftsOnly: false,
    metrics: ['likes', 'comments', 'impressions'] as const,
  };

  constructor(
    private readonly http: SocialHttp,
    private readonly web: WebClient,
    private readonly media: SocialMedia,
    private readonly url: string = 'https://www.googleapis.com',
  ) {
    super();
  }

  async profiles(token: string, signal?: AbortSignal): Promise<SocialProfile[]> {
    const url = `${this.url}/youtube/v3/channels?part=snippet&mine=true&maxResults=50`;
    const { items } = await this.http.read({ ...this.call(token), url, signal }, Channels);
    return items.map(({ id, snippet }) => ({
      id,
      network: 'youtube',
      name: snippet.title,
      username: snippet.customUrl ?? null,
      avatarUrl: snippet.thumbnails?.default?.url ?? null,
    }));
  }

  async publish(post: OutgoingPost, { token }: SocialAccount, run: PublishRun): Promise<Delivery> {
    const [video] = post.media;
    if (!video) throw new SocialRefused(COMPANY, 'a post needs a video');
    const file = await this.media.arriving(video.url, LARGEST_VIDEO, run.signal, UPLOAD_WITHIN_MS);
    try {
      const session = await this.session(post, token, { ...file, signal: run.signal });
      await run.arm();
      const { id } = await this.upload(session, token, { ...file, signal: run.signal });
      return { state: 'published', postId: id, url: `https://www.youtube.com/watch?v=${id}` };
    } finally {
      file.body.destroy();
    }
  }

  /** A video that was taken whole is published, though YouTube may work on it for a while. */
  async status(receipt: string): Promise<Delivery> {
    return { state: 'published', postId: receipt, url: `https://www.youtube.com/watch?v=${receipt}` };
  }

  async metrics(
    postId: string,
    { token }: SocialAccount,
    signal?: AbortSignal,
  ): Promise<PostMetrics | undefined> {
    const url = `${this.url}/youtube/v3/videos?part=statistics&id=${encodeURIComponent(postId)}`;
    const [video] = (await this.http.read({ ...this.call(token), url, signal }, Videos)).items;
    if (!video?.statistics) return undefined;
    const { viewCount, likeCount, commentCount } = video.statistics;
    return {
      ...NO_METRICS,
      likes: likeCount ?? null,
      comments: commentCount ?? null,
      impressions: viewCount ?? null,
    };
  }

  private async session(
    post: OutgoingPost,
    token: string,
    { length, type, signal }: Upload,
  ): Promise<string> {
    const [title = ''] = post.text.split('\n', 1);
    const call = this.call(token);
    const { headers } = await this.http.ask({
      ...call,
      method: 'POST',
      url: `${this.url}/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status`,
      ...jsonBody(
        {
          snippet: { title: title.replace(/[<>]/g, '').slice(0, LONGEST_TITLE), description: post.text },
          status: { privacyStatus: 'public', selfDeclaredMadeForKids: false },
        },
        {
          ...bearer(token),
          'x-upload-content-length': String(length),
          'x-upload-content-type': type || 'video/*',
        },
      ),
      signal,
    });
    const { location } = headers;
    if (location === undefined) throw new SocialUnavailable(COMPANY);
    return location;
  }

  /** Where the answer is lost the upload is asked once how far it came. */
  private async upload(session: string, token: string, file: Upload & { readonly body: Readable }) {
    const { body: bytes, length, signal } = file;
    const bounds = { deadline: UPLOAD_WITHIN_MS, redirects: 0, cut: true };
    try {
      const answer = answerOf(
        await this.web.send({
          url: session,
          method: 'PUT',
          headers: bearer(token),
          body: { bytes, length },
          signal,
          ...bounds,
        }),
      );
      if (answer.status >= 500) return await this.howFar(session, token, length);
      return this.videoIn(answer, token);
    } catch (error) {
      if (error instanceof AppError && !error.code.startsWith('web/')) throw error;
      return this.howFar(session, token, length);
    }
  }

  private async howFar(session: string, token: string, length: number) {
    const headers = { ...bearer(token), 'content-range': `bytes */${length}` };
    const asked = this.web.send({ url: session, method: 'PUT', headers, body: '', redirects: 0, cut: true });
    const answer = await asked.then(answerOf).catch((error: unknown) => {
      throw new SocialUnknown(COMPANY).because(error);
    });
    if (answer.status === 308) throw new SocialUnavailable(COMPANY);
    // Whatever else it says does not tell whether the video had arrived before.
    if (answer.status >= 300) throw new SocialUnknown(COMPANY);
    return this.videoIn(answer, token);
  }

  private videoIn(answer: SocialAnswer, token: string) {
    const { success, data } = Video.safeParse(answer.json);
    if (success && answer.status < 300) return data;
    if (answer.status < 300) throw new SocialUnknown(COMPANY);
    throw judge(answer) ?? failureOf(answer, { company: COMPANY, token, publishes: true });
  }

  private call(token: string) {
    return { company: COMPANY, token, headers: bearer(token), judge };
  }
}

interface Upload {
  readonly length: number;
  readonly type: string;
  readonly signal: AbortSignal;
}

/** Limits come as 403, and the day's begins anew at midnight. */
function judge({ json }: SocialAnswer): AppError | undefined {
  const { success, data } = Failure.safeParse(json);
  const reason = success ? data.error.errors[0]?.reason : undefined;
  return reason !== undefined && LIMITS.includes(reason)
    ? new SocialLimited(COMPANY).after(3_600)
    : undefined;
}
