import { findNetwork, NETWORK_IDS, NETWORKS } from '#platform/channels/networks';

/** What a piece of content is, as the database names it, and what clients call it. */
const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  blog_post: ['blog', 'article'],
  social_post: ['social', 'social_media', 'post'],
  email: ['mail', 'e_mail'],
  ad_copy: ['ad', 'ads'],
  landing_page: ['landing', 'page'],
};
const CONTENT_TYPES = Object.keys(SPELLINGS);
/** Every spelling a request may use; spaces, hyphens and capitals make no difference. */
export const ACCEPTED_TYPES: readonly string[] = [...CONTENT_TYPES, ...Object.values(SPELLINGS).flat()];

/** Where it can appear beside the networks. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  blog: ['weblog'],
  email: ['e-mail', 'mail'],
  newsletter: [],
  website: ['web', 'site'],
  reddit: [],
};
export const PLATFORMS: readonly string[] = [...NETWORK_IDS, ...Object.keys(PLACES)];

/** The place a type of content has where none is said. */
const USUAL_PLACE = new Map([
  ['blog_post', 'blog'],
  ['email', 'email'],
  ['landing_page', 'website'],
]);

/** Types of content that search engines read. */
const ON_THE_WEB: readonly string[] = ['blog_post', 'landing_page'];

/** The type that is meant: `Blog Post`, `blog`, …; the text itself where none is. */
export function contentType(name: string): string {
  const plain = name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return CONTENT_TYPES.find((type) => type === plain || SPELLINGS[type]?.includes(plain)) ?? name;
}

/** The platform that is meant: `LinkedIn`, `Twitter/X`, `E-Mail`, …; the text itself where none is. */
export function platformId(name: string): string {
  const plain = name.trim().toLowerCase();
  const place = Object.keys(PLACES).find((id) => id === plain || PLACES[id]?.includes(plain));
  return place ?? findNetwork(name)?.id ?? name;
}

/** All texts by which a type may be stored: others write the table too. */
export function typeSpellings(type: string): string[] {
  return [type, ...(SPELLINGS[type] ?? [])];
}

/** All texts by which a platform may be stored. */
export function platformSpellings(platform: string): string[] {
  const network = NETWORKS.find(({ id }) => id === platform);
  return [platform, ...(network?.aliases ?? PLACES[platform] ?? [])];
}

export function usualPlatform(type: string): string | null {
  return USUAL_PLACE.get(type) ?? null;
}

export function isOnTheWeb(type: string): boolean {
  return ON_THE_WEB.includes(type);
}
