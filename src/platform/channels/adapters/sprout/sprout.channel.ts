import { z } from 'zod';
import { findNetwork, type NetworkId } from '../../networks.js';
import {
  type Delivery,
  type OutgoingPost,
  type PostMetrics,
  type PublishRun,
  type SocialAccount,
  SocialChannel,
  type SocialProfile,
} from '../../social/social-channel.js';
import { bearer, jsonBody, type SocialHttp } from '../../social/social-http.js';
import { SocialUnavailable } from '../../social/social.errors.js';

const COMPANY = 'Sprout Social';
const MINUTE_MS = 60_000;
/** Posts are looked for, and looked at, for a month. */
const LOOKED_BACK_MS = 30 * 86_400_000;
const MOST_PAGES = 10;
const AT_ONCE = 100;
/** How Sprout Social names what we count. */
const METRICS = {
  likes: 'lifetime.reactions',
  comments: 'lifetime.comments_count',
  shares: 'lifetime.shares_count',
  clicks: 'lifetime.post_link_clicks',
  impressions: 'lifetime.impressions',
  reach: 'lifetime.impressions_unique',
} as const satisfies Record<keyof PostMetrics, string>;

const Clients = z.object({ data: z.array(z.object({ customer_id: z.coerce.string() })) });
const Profiles = z.object({
  data: z.array(
    z.object({
      customer_profile_id: z.coerce.string(),
      network_type: z.string(),
      name: z.string(),
      native_name: z.string().nullish(),
      groups: z.array(z.coerce.string()).default([]),
    }),
  ),
});
const Created = z.object({
  data: z.array(z.object({ publishing_post_id: z.coerce.string().min(1) })).min(1),
});
const Sent = z.object({
  data: z.array(
    z.object({
      guid: z.string(),
      perma_link: z.string().nullish(),
      publishing_post_id: z.union([z.string(), z.number()]).nullish(),
    }),
  ),
  paging: z.object({ next_cursor: z.string().nullish() }).nullish(),
});
const Measured = z.object({
  data: z.array(z.object({ guid: z.string(), metrics: z.record(z.string(), z.unknown()).nullish() })),
  paging: z.object({ total_pages: z.number().nullish() }).nullish(),
});

/** Sprout Social's publishing API. It takes posts as drafts: a person lets them go there. */
export class SproutChannel extends SocialChannel {
  readonly service = 'sprout-social';
  readonly capabilities = {
    images: 0,
    videos: 0,
    needsMedia: false,
    threads: 'no' as const,
    schedules: true,
    draftsOnly: true,
    metrics: ['likes', 'comments', 'shares', 'clicks', 'impressions', 'reach'] as const,
  };

  constructor(
    private readonly http: SocialHttp,
    private readonly url: string = 'https://api.sproutsocial.com',
  ) {
    super();
  }

  async profiles(token: string, signal?: AbortSignal): Promise<SocialProfile[]> {
    const call = { company: COMPANY, token, headers: bearer(token), signal };
    const { data } = await this.http.read({ ...call, url: `${this.url}/v1/metadata/client` }, Clients);
    const found: SocialProfile[] = [];
    // An account is one customer, or a few.
    for (const { customer_id: customer } of data) {
      const url = `${this.url}/v1/${encodeURIComponent(customer)}/metadata/customer`;
      const { data: profiles } = await this.http.read({ ...call, url }, Profiles);
      for (const { customer_profile_id: id, network_type, name, native_name, groups } of profiles) {
        const network = networkOf(network_type);
        const username = native_name ?? null;
        if (network !== undefined)
          found.push({
            id: [customer, groups[0] ?? '', id].join('/'),
            network,
            name,
            username,
            avatarUrl: null,
          });
      }
    }
    return found;
  }

  async publish(post: OutgoingPost, account: SocialAccount, run: PublishRun): Promise<Delivery> {
    const [customer = '', group = '', profile = ''] = account.profileId.split('/');
    const { data } = await this.http.read(
      {
        company: COMPANY,
        token: account.token,
        method: 'POST',
        url: `${this.of(customer)}/publishing/posts`,
        ...jsonBody(
          {
            ...(group !== '' && { group_id: Number(group) }),
            customer_profile_ids: [Number(profile)],
            is_draft: true,
            text: post.text,
            delivery: {
              type: 'SCHEDULED',
              scheduled_times: [new Date(Date.now() + MINUTE_MS).toISOString()],
            },
          },
          bearer(account.token),
        ),
        ...run,
      },
      Created,
    );
    return { state: 'pending', receipt: `${customer}/${data[0]!.publishing_post_id}` };
  }

  /** A post of theirs says `PENDING` for ever: one that is out is found among the messages that were sent. */
  async status(receipt: string, account: SocialAccount, signal?: AbortSignal): Promise<Delivery> {
    const [, id = ''] = receipt.split('/');
    const fields = ['guid', 'perma_link', 'publishing_post_id'];
    let page_cursor: string | undefined;
    for (let page = 0; page < MOST_PAGES; page++) {
      const more = {
        fields,
        sort: ['created_time:desc'],
        limit: AT_ONCE,
        ...(page_cursor && { page_cursor }),
      };
      const asked = { account, path: 'messages', more, signal };
      const { data, paging } = await this.found(asked, Sent);
      const sent = data.find(({ publishing_post_id: post }) => post != null && String(post) === id);
      if (sent) return { state: 'published', postId: sent.guid, url: sent.perma_link ?? null };
      page_cursor = paging?.next_cursor ?? undefined;
      if (page_cursor === undefined) break;
    }
    return { state: 'pending', receipt };
  }

  async metrics(
    postId: string,
    account: SocialAccount,
    signal?: AbortSignal,
  ): Promise<PostMetrics | undefined> {
    for (let page = 1; page <= MOST_PAGES; page++) {
      const more = { fields: ['guid'], metrics: Object.values(METRICS), page };
      const asked = { account, path: 'analytics/posts', more, signal };
      const { data, paging } = await this.found(asked, Measured);
      const post = data.find(({ guid }) => guid === postId);
      if (post) return measuredIn(post.metrics ?? {});
      if (page >= (paging?.total_pages ?? 1)) break;
    }
    return undefined;
  }

  /** Of what the profile has sent within a month. */
  private found<Shape>({ account, path, more, signal }: Search, shape: z.ZodType<Shape>): Promise<Shape> {
    const [customer = '', , profile = ''] = account.profileId.split('/');
    const [from, to] = [Date.now() - LOOKED_BACK_MS, Date.now()].map((at) =>
      new Date(at).toISOString().slice(0, 19),
    );
    const filters = [`customer_profile_id.eq(${profile})`, `created_time.in(${from}..${to})`];
    return this.http.read(
      {
        company: COMPANY,
        token: account.token,
        method: 'POST',
        url: `${this.of(customer)}/${path}`,
        ...jsonBody({ filters, timezone: 'UTC', ...more }, bearer(account.token)),
        signal,
      },
      shape,
    );
  }

  private of(customer: string): string {
    if (!/^\d+$/.test(customer)) throw new SocialUnavailable(COMPANY);
    return `${this.url}/v1/${customer}`;
  }
}

interface Search {
  readonly account: SocialAccount;
  readonly path: string;
  readonly more: object;
  readonly signal?: AbortSignal | undefined;
}

function measuredIn(told: Readonly<Record<string, unknown>>): PostMetrics {
  const of = (name: string): number | null => (typeof told[name] === 'number' ? told[name] : null);
  return {
    likes: of(METRICS.likes),
    comments: of(METRICS.comments),
    shares: of(METRICS.shares),
    clicks: of(METRICS.clicks),
    impressions: of(METRICS.impressions),
    reach: of(METRICS.reach),
  };
}

/** `twitter`, `fb_instagram_account`, `linkedin_company`, `facebook`, … */
function networkOf(type: string): NetworkId | undefined {
  const name = /instagram|facebook|linkedin|twitter|youtube|tiktok|pinterest|threads/i.exec(type)?.[0];
  return name === undefined ? undefined : findNetwork(name)?.id;
}
