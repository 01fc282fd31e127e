import type { NetworkId } from './networks.js';

/** How many posts a network takes from one account. */
export interface NetworkCap {
  readonly posts: number;
  /** Of a window that moves. */
  readonly seconds: number;
  /** Where the network says so. */
  readonly source: string;
}

const DAY_S = 86_400;

/** Of those networks that publish a number; the others say that there is one when it is reached. */
export const NETWORK_CAPS: Readonly<Partial<Record<NetworkId, NetworkCap>>> = {
  twitter: { posts: 100, seconds: 900, source: 'https://docs.x.com/x-api/fundamentals/rate-limits' },
  instagram: {
    posts: 100,
    seconds: DAY_S,
    source: 'https://developers.facebook.com/docs/instagram-platform/content-publishing',
  },
  threads: { posts: 250, seconds: DAY_S, source: 'https://developers.facebook.com/docs/threads/overview' },
  tiktok: {
    posts: 15,
    seconds: DAY_S,
    source: 'https://developers.tiktok.com/doc/content-sharing-guidelines',
  },
  youtube: {
    posts: 100,
    seconds: DAY_S,
    source: 'https://developers.google.com/youtube/v3/determine_quota_cost',
  },
};
