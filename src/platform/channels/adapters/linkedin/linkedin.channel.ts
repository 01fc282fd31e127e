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
import { bearer, jsonBody, type SocialCall, type SocialHttp } from '../../social/social-http.js';
import type { SocialMedia } from '../../social/social-media.js';
import { SocialRefused, SocialUnknown } from '../../social/social.errors.js';
import { LinkedInMedia } from './linkedin-media.js';
import { littleText } from './little-text.js';

const COMPANY = 'LinkedIn';

const Member = z.object({
  sub: z.string().min(1),
  name: z.string().default(''),
  picture: z.string().nullish(),
});
const Pages = z.object({
  elements: z.array(
    z.object({
      organization: z.string(),
      'organization~': z.object({ localizedName: z.string(), vanityName: z.string().nullish() }).optional(),
    }),
  ),
});
const Actions = z.object({
  likesSummary: z.object({ totalLikes: z.number().nullish() }).optional(),
  commentsSummary: z.object({ aggregatedTotalComments: z.number().nullish() }).optional(),
});

/** LinkedIn's Posts API, as a member or as a page that they administer. */
export class LinkedInChannel extends SocialChannel {
  readonly service = 'linkedin';
  readonly capabilities = {
    images: 9,
    videos: 1,
    needsMedia: false,
    threads: 'no' as const,
    schedules: false,
    draftsOnly: false,
    metrics: ['likes', 'comments'] as const,
  };

  private readonly files: LinkedInMedia;

  constructor(
    private readonly http: SocialHttp,
    media: SocialMedia,
    private readonly version: string,
    private readonly url: string = 'https://api.linkedin.com',
  ) {
    super();
    this.files = new LinkedInMedia(http, media, url, (token) => this.headers(token));
  }

  async profiles(token: string, signal?: AbortSignal): Promise<SocialProfile[]> {
    const member = await this.http.read(
      { company: COMPANY, token, url: `${this.url}/v2/userinfo`, headers: bearer(token), signal },
      Member,
    );
    const id = `urn:li:person:${member.sub}`;
    const own: SocialProfile = {
      id,
      network: 'linkedin',
      name: member.name || id,
      username: null,
      avatarUrl: member.picture ?? null,
    };
    return [own, ...(await this.pages(token, signal))];
  }

  async publish(post: OutgoingPost, account: SocialAccount, run: PublishRun): Promise<Delivery> {
    const files: string[] = [];
    const uploading = { token: account.token, owner: account.profileId, signal: run.signal };
    // Each picture is read and handed on before the next, so that one at a time is held.
    for (const medium of post.media) files.push(await this.files.upload(medium, uploading));
    const [first, ...others] = files;
    const content =
      first === undefined
        ? {}
        : {
            content:
              others.length > 0
                ? { multiImage: { images: files.map((id) => ({ id })) } }
                : { media: { id: first } },
          };
    const { headers, json } = await this.http.ask({
      ...this.call(account.token, '/rest/posts', {
        author: account.profileId,
        commentary: littleText(post.text),
        visibility: 'PUBLIC',
        distribution: {
          feedDistribution: 'MAIN_FEED',
          targetEntities: [],
          thirdPartyDistributionChannels: [],
        },
        lifecycleState: 'PUBLISHED',
        isReshareDisabledByAuthor: false,
        ...content,
      }),
      ...run,
    });
    const postId = headers['x-restli-id'] ?? z.object({ id: z.string() }).safeParse(json).data?.id;
    if (postId === undefined) throw new SocialUnknown(COMPANY);
    return { state: 'published', postId, url: `https://www.linkedin.com/feed/update/${postId}` };
  }

  /** A post that LinkedIn takes is published. */
  async status(receipt: string): Promise<Delivery> {
    return { state: 'published', postId: receipt, url: `https://www.linkedin.com/feed/update/${receipt}` };
  }

  async metrics(postId: string, { token }: SocialAccount, signal?: AbortSignal): Promise<PostMetrics> {
    const path = `/rest/socialActions/${encodeURIComponent(postId)}`;
    const { likesSummary, commentsSummary } = await this.http.read(
      { company: COMPANY, token, url: this.url + path, headers: this.headers(token), signal },
      Actions,
    );
    return {
      ...NO_METRICS,
      likes: likesSummary?.totalLikes ?? null,
      comments: commentsSummary?.aggregatedTotalComments ?? null,
    };
  }

  /** Pages need a permission that few have: without it there are none. */
  private async pages(token: string, signal?: AbortSignal): Promise<SocialProfile[]> {
    const query = 'q=roleAssignee&role=ADMINISTRATOR&state=APPROVED';
    const projection = 'projection=(elements*(organization,organization~(localizedName,vanityName)))';
    const asked = this.http.read(
      {
        company: COMPANY,
        token,
        url: `${this.url}/v2/organizationAcls?${query}&${projection}`,
        headers: { ...bearer(token), 'x-restli-protocol-version': '2.0.0' },
        signal,
      },
      Pages,
    );
    const { elements } = await asked.catch((error: unknown) => {
      if (error instanceof SocialRefused) return { elements: [] };
      throw error;
    });
    return elements.map(({ organization: id, 'organization~': page }) => ({
      id,
      network: 'linkedin',
      name: page?.localizedName ?? id,
      username: page?.vanityName ?? null,
      avatarUrl: null,
    }));
  }

  private call(token: string, path: string, body: unknown): SocialCall {
    const sent = jsonBody(body, this.headers(token));
    return { company: COMPANY, token, method: 'POST', url: this.url + path, ...sent };
  }

  private headers(token: string): Record<string, string> {
    return { ...bearer(token), 'linkedin-version': this.version, 'x-restli-protocol-version': '2.0.0' };
  }
}
