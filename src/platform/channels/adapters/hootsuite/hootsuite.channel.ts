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

const COMPANY = 'Hootsuite';

const Profiles = z.object({
  data: z.array(
    z.object({
      id: z.coerce.string(),
      type: z.string(),
      socialNetworkUsername: z.string().nullish(),
      socialNetworkId: z.coerce.string().nullish(),
      avatarUrl: z.string().nullish(),
    }),
  ),
});
const Message = z.object({ id: z.coerce.string().min(1), state: z.string(), postUrl: z.string().nullish() });
const Created = z.object({ data: z.array(Message).min(1) });
const Read = z.object({ data: z.union([z.array(Message).min(1), Message]) });

/** Hootsuite's REST API, open to its partners: a message goes out as soon as it is taken. What it has reached is another product's. */
export class HootsuiteChannel extends SocialChannel {
  readonly service = 'hootsuite';
  readonly capabilities = {
    images: 0,
    videos: 0,
    needsMedia: false,
    threads: 'no' as const,
    schedules: true,
    draftsOnly: false,
    metrics: [],
  };

  constructor(
    private readonly http: SocialHttp,
    private readonly url: string = 'https://platform.hootsuite.com',
  ) {
    super();
  }

  async profiles(token: string, signal?: AbortSignal): Promise<SocialProfile[]> {
    const call = {
      company: COMPANY,
      token,
      url: `${this.url}/v1/socialProfiles`,
      headers: bearer(token),
      signal,
    };
    const { data } = await this.http.read(call, Profiles);
    return data.flatMap(({ id, type, socialNetworkUsername, avatarUrl }) => {
      const network = networkOf(type);
      const username = socialNetworkUsername ?? null;
      return network === undefined
        ? []
        : [{ id, network, name: username ?? type, username, avatarUrl: avatarUrl ?? null }];
    });
  }

  async publish(post: OutgoingPost, account: SocialAccount, run: PublishRun): Promise<Delivery> {
    const { data } = await this.http.read(
      {
        company: COMPANY,
        token: account.token,
        method: 'POST',
        url: `${this.url}/v1/messages`,
        ...jsonBody({ text: post.text, socialProfileIds: [account.profileId] }, bearer(account.token)),
        ...run,
      },
      Created,
    );
    return deliveryOf(data[0]!);
  }

  async status(receipt: string, { token }: SocialAccount, signal?: AbortSignal): Promise<Delivery> {
    const url = `${this.url}/v1/messages/${encodeURIComponent(receipt)}`;
    const { data } = await this.http.read(
      { company: COMPANY, token, url, headers: bearer(token), signal },
      Read,
    );
    return deliveryOf(Array.isArray(data) ? data[0]! : data);
  }

  async metrics(): Promise<PostMetrics | undefined> {
    return undefined;
  }
}

function deliveryOf({ id, state, postUrl }: z.infer<typeof Message>): Delivery {
  if (state === 'SENT') return { state: 'published', postId: id, url: postUrl ?? null };
  if (state === 'REJECTED' || state.includes('FAILED'))
    return { state: 'failed', reason: `the message is ${state} at ${COMPANY}` };
  return { state: 'pending', receipt: id };
}

/** `FACEBOOKPAGE`, `LINKEDINCOMPANY`, `INSTAGRAMBUSINESS`, `TWITTER`, … */
function networkOf(type: string): NetworkId | undefined {
  const name = /^(?:facebook|linkedin|instagram|twitter|youtube|tiktok|pinterest|threads)/i.exec(type)?.[0];
  return name === undefined ? undefined : findNetwork(name)?.id;
}
