import { UnknownNetwork } from './channels.errors.js';

export const NETWORK_IDS = [
  'linkedin',
  'twitter',
  'facebook',
  'instagram',
  'youtube',
  'tiktok',
  'pinterest',
  'threads',
  'snapchat',
] as const;
export type NetworkId = (typeof NETWORK_IDS)[number];

/**
 * How a network counts a text against its limit: `utf16` in UTF-16 code units (what its own composer does); `weighted` as
 * X's twitter-text 3 does; `emoji-bytes` in characters, but emojis by their UTF-8 bytes (Threads API); `bytes` in UTF-8 (YouTube Data API).
 */
export type Counting = 'utf16' | 'weighted' | 'emoji-bytes' | 'bytes';

/** What may or must accompany a text. */
interface MediaRules {
  /** At least one of these kinds must be there; none when empty. */
  readonly needs: readonly ('image' | 'video')[];
  readonly formats: readonly string[];
  readonly mostImages: number | null;
  readonly longestVideoSeconds: number | null;
  /** In pixels. */
  readonly smallestImage: { readonly width: number; readonly height: number } | null;
}

/** Hard facts about one network. */
export interface Network {
  readonly id: NetworkId;
  readonly name: string;
  /** Other names, in lower case and without anything but letters and digits. */
  readonly aliases: readonly string[];
  /** The longest post, or caption of a picture or video, hashtags included. */
  readonly limit: number;
  readonly counting: Counting;
  /** How many hashtags work there; more than `max` are never sent. */
  readonly hashtags: { readonly min: number; readonly max: number };
  /** What a writer, or a prompt, should know. */
  readonly guidance: string;
  readonly media: MediaRules;
  /** Whether posts there can answer each other in a row. */
  readonly threads?: true;
}

const MEDIA: MediaRules = {
  needs: [],
  formats: ['jpg', 'png', 'gif', 'mp4'],
  mostImages: null,
  longestVideoSeconds: null,
  smallestImage: null,
};

/** Every network we know. */
export const NETWORKS: readonly Network[] = [
  {
    id: 'linkedin',
    name: 'LinkedIn',
    aliases: ['li'],
    limit: 3_000,
    counting: 'utf16',
    hashtags: { min: 1, max: 5 },
    guidance:
      'Professional and insightful: a first line that stops the reader, short paragraphs, few hashtags.',
    media: MEDIA,
  },
  {
    id: 'twitter',
    name: 'X',
    aliases: ['x', 'twitterx', 'xtwitter', 'xcom', 'twittercom'],
    limit: 280,
    counting: 'weighted',
    hashtags: { min: 2, max: 4 },
    guidance: 'Concise: one thought in less than 280 characters, two to four hashtags among them.',
    media: MEDIA,
    threads: true,
  },
  {
    id: 'facebook',
    name: 'Facebook',
    aliases: ['fb'],
    limit: 63_206,
    counting: 'utf16',
    hashtags: { min: 1, max: 3 },
    guidance:
      'Conversational, and longer where the story needs it; ask something that people like to answer.',
    media: MEDIA,
  },
  {
    id: 'instagram',
    name: 'Instagram',
    aliases: ['ig', 'insta'],
    limit: 2_200,
    counting: 'utf16',
    hashtags: { min: 5, max: 10 },
    guidance: 'Visual, about a way of life: the caption serves the picture; five to ten hashtags.',
    media: { ...MEDIA, needs: ['image', 'video'] },
  },
  {
    id: 'youtube',
    name: 'YouTube',
    aliases: ['yt'],
    limit: 5_000,
    counting: 'bytes',
    hashtags: { min: 1, max: 5 },
    guidance: 'A description of the video: what one learns in the first two lines, then chapters and links.',
    media: { ...MEDIA, formats: ['mp4'], needs: ['video'] },
  },
  {
    id: 'tiktok',
    name: 'TikTok',
    aliases: ['tt'],
    limit: 2_200,
    counting: 'utf16',
    hashtags: { min: 3, max: 5 },
    guidance: 'Quick and playful, close to what is popular now; a hook in the first words.',
    media: { ...MEDIA, needs: ['image', 'video'], longestVideoSeconds: 600 },
  },
  {
    id: 'pinterest',
    name: 'Pinterest',
    aliases: ['pin'],
    limit: 500,
    counting: 'utf16',
    hashtags: { min: 10, max: 20 },
    guidance: 'Rich in keywords that people search for: say what the picture shows and what it is good for.',
    media: { ...MEDIA, needs: ['image'], smallestImage: { width: 600, height: 900 } },
  },
  {
    id: 'threads',
    name: 'Threads',
    aliases: [],
    limit: 500,
    counting: 'emoji-bytes',
    hashtags: { min: 3, max: 5 },
    guidance: 'Like talking to friends: short, personal, open to answers.',
    media: { ...MEDIA, mostImages: 10 },
    threads: true,
  },
  {
    id: 'snapchat',
    name: 'Snapchat',
    aliases: ['snap'],
    limit: 250,
    counting: 'utf16',
    hashtags: { min: 0, max: 3 },
    guidance: 'A few spontaneous words over a picture; no sales talk.',
    media: { ...MEDIA, needs: ['image', 'video'], longestVideoSeconds: 60 },
  },
];

const BY_NAME = new Map(
  NETWORKS.flatMap((network) => [network.id, ...network.aliases].map((name) => [name, network] as const)),
);

/** The network a person means: `LinkedIn`, `Twitter/X`, `x.com`, … in any case; undefined when there is none of this name. */
export function findNetwork(name: string): Network | undefined {
  return BY_NAME.get(name.toLowerCase().replace(/[^a-z0-9]/g, ''));
}

/** As `findNetwork`; throws `channels/unknown-network` with the names there are. */
export function networkNamed(name: string): Network {
  const network = findNetwork(name);
  if (!network) throw new UnknownNetwork(name, NETWORK_IDS);
  return network;
}
