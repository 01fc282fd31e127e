import { z } from 'zod';
import type { AppError } from '#kernel/errors';
import { findNetwork } from '../../networks.js';
import { limited, plain, type SocialAnswer } from '../../social/social-answer.js';
import {
  type Delivery,
  type OutgoingPart,
  type OutgoingPost,
  type PostMetrics,
  type PublishRun,
  type SocialAccount,
  SocialChannel,
  type SocialProfile,
} from '../../social/social-channel.js';
import { bearer, jsonBody, type SocialCall, type SocialHttp } from '../../social/social-http.js';
import {
  SocialRefused,
  SocialTokenRefused,
  SocialUnavailable,
  SocialUnknown,
} from '../../social/social.errors.js';

const COMPANY = 'Buffer';
const ACCOUNT = 'query Account { account { organizations { id } } }';
const CHANNELS = `query Channels($organizationId: OrganizationId!) {
  channels(input: { organizationId: $organizationId }) { id name displayName service avatar isDisconnected }
}`;
const CREATE = `mutation CreatePost($input: CreatePostInput!) {
  createPost(input: $input) {
    __typename
    ... on PostActionSuccess { post { id } }
    ... on MutationError { message }
  }
}`;
const POST = `query Post($id: PostId!) {
  post(input: { id: $id }) { id status externalLink error { message } }
}`;

const METRICS = `query Metrics($id: PostId!) {
  post(input: { id: $id }) { id metrics { type value } }
}`;

const Organizations = z.object({
  account: z.object({ organizations: z.array(z.object({ id: z.string() })) }),
});
const Channels = z.object({
  channels: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      displayName: z.string().nullish(),
      service: z.string(),
      avatar: z.string().nullish(),
      isDisconnected: z.boolean().nullish(),
    }),
  ),
});
const Created = z.object({
  createPost: z.object({
    post: z.object({ id: z.string().min(1) }).optional(),
    message: z.string().optional(),
  }),
});
const Read = z.object({
  post: z.object({
    status: z.string(),
    externalLink: z.string().nullish(),
    error: z.object({ message: z.string().nullish() }).nullish(),
  }),
});

const Measured = z.object({
  post: z.object({ metrics: z.array(z.object({ type: z.string(), value: z.number() })).nullish() }),
});

/** Buffer's public API: GraphQL, whose failures come with status 200. It fetches pictures and videos itself. */
export class BufferChannel extends SocialChannel {
  readonly service = 'buffer';
  readonly capabilities = {
    images: 10,
    videos: 1,
    needsMedia: false,
    threads: 'whole' as const,
    schedules: true,
    draftsOnly: false,
    metrics: ['likes', 'comments', 'shares', 'clicks', 'impressions', 'reach'] as const,
  };

  constructor(
    private readonly http: SocialHttp,
    private readonly url: string = 'https://api.buffer.com',
  ) {
    super();
  }

  async profiles(token: string, signal?: AbortSignal): Promise<SocialProfile[]> {
    const { account } = await this.asked({ token, query: ACCOUNT, signal }, Organizations);
    const profiles: SocialProfile[] = [];
    // Nobody has more than a few organizations, and each is one question.
    for (const { id: organizationId } of account.organizations) {
      const { channels } = await this.asked(
        { token, query: CHANNELS, variables: { organizationId }, signal },
        Channels,
      );
      for (const { id, name, displayName, service, avatar, isDisconnected } of channels) {
        const network = findNetwork(service)?.id;
        if (network === undefined || isDisconnected) continue;
        profiles.push({ id, network, name: displayName ?? name, username: name, avatarUrl: avatar ?? null });
      }
    }
    return profiles;
  }

  async publish(post: OutgoingPost, account: SocialAccount, run: PublishRun): Promise<Delivery> {
    const input = {
      channelId: account.profileId,
      text: post.text,
      schedulingType: 'automatic',
      mode: 'shareNow',
      ...(post.media.length > 0 && { assets: assetsOf(post) }),
      ...(post.thread && { metadata: { [post.network]: { thread: [post, ...post.thread].map(partOf) } } }),
    };
    const { createPost } = await this.asked(
      { token: account.token, query: CREATE, variables: { input }, ...run },
      Created,
    );
    if (createPost.post) return { state: 'pending', receipt: createPost.post.id };
    const reason = plain(createPost.message ?? 'it gave no reason', account.token);
    throw new SocialRefused(COMPANY, reason);
  }

  async status(receipt: string, { token }: SocialAccount, signal?: AbortSignal): Promise<Delivery> {
    const { post } = await this.asked({ token, query: POST, variables: { id: receipt }, signal }, Read);
    if (post.status === 'sent')
      return { state: 'published', postId: receipt, url: post.externalLink ?? null };
    if (post.status === 'error' || post.status === 'failed')
      return { state: 'failed', reason: plain(post.error?.message ?? 'it gave no reason', token) };
    return { state: 'pending', receipt };
  }

  /** As Buffer has last read them, once a day; what the network behind it does not tell is left out by it. */
  async metrics(
    postId: string,
    { token }: SocialAccount,
    signal?: AbortSignal,
  ): Promise<PostMetrics | undefined> {
    const asked = { token, query: METRICS, variables: { id: postId }, signal };
    const { metrics } = (await this.asked(asked, Measured)).post;
    if (!metrics || metrics.length === 0) return undefined;
    const told = new Map(metrics.map(({ type, value }) => [type, value]));
    const sum = (...types: string[]): number | null => {
      const values = types.flatMap((type) => told.get(type) ?? []);
      return values.length === 0 ? null : values.reduce((total, value) => total + value, 0);
    };
    return {
      likes: sum('reactions') ?? sum('likes'),
      comments: sum('comments'),
      shares: sum('shares', 'reposts', 'quotes'),
      clicks: sum('clicks'),
      impressions: sum('impressions') ?? sum('views'),
      reach: sum('reach'),
    };
  }

  private async asked<Shape>(
    { token, query, variables = {}, arm, signal }: Query,
    shape: z.ZodType<Shape>,
  ): Promise<Shape> {
    const call: SocialCall = {
      company: COMPANY,
      token,
      method: 'POST',
      url: this.url,
      ...jsonBody({ query, variables }, bearer(token)),
      arm,
      signal,
      judge: (answer) => failureIn(answer, token, arm !== undefined),
    };
    return (await this.http.read(call, z.object({ data: shape }))).data;
  }
}

function assetsOf({ media }: OutgoingPart) {
  return media.map(({ url, kind }) => ({ [kind === 'video' ? 'video' : 'image']: { url } }));
}

/** The first of a thread is in the list, too: what is published is the list. */
function partOf(part: OutgoingPart) {
  return { text: part.text, ...(part.media.length > 0 && { assets: assetsOf(part) }) };
}

interface Query {
  readonly token: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly arm?: (() => Promise<void>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

const Failures = z.object({
  errors: z
    .array(
      z.object({
        message: z.string().default('it gave no reason'),
        extensions: z.object({ code: z.string().optional(), retryAfter: z.number().optional() }).optional(),
      }),
    )
    .min(1),
});

/** What the list of errors means, whatever the status was. */
function failureIn(answer: SocialAnswer, token: string, publishes: boolean): AppError | undefined {
  const { success, data } = Failures.safeParse(answer.json);
  const [first] = success ? data.errors : [];
  if (!first) return undefined;
  const { code = '', retryAfter } = first.extensions ?? {};
  if (code === 'UNAUTHORIZED' || code === 'UNAUTHENTICATED') return new SocialTokenRefused(COMPANY);
  if (code === 'RATE_LIMIT_EXCEEDED' || answer.status === 429) {
    const failure = limited(answer, COMPANY);
    return retryAfter === undefined ? failure : failure.after(retryAfter);
  }
  if (code === 'UNEXPECTED' || code === 'INTERNAL_SERVER_ERROR')
    return new (publishes ? SocialUnknown : SocialUnavailable)(COMPANY);
  return answer.status < 500 ? new SocialRefused(COMPANY, plain(first.message, token)) : undefined;
}
