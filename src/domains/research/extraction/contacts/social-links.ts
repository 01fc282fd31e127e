import type { CheerioAPI } from 'cheerio';
import { parse } from 'tldts';
import type { JsonLdNode } from '../json-ld.js';
import { absolute } from '../links.js';

/** Networks by the second last word of their domains. */
const NETWORKS: ReadonlyMap<string, string> = new Map([
  ['facebook', 'facebook'],
  ['fb', 'facebook'],
  ['twitter', 'twitter'],
  ['x', 'twitter'],
  ['instagram', 'instagram'],
  ['linkedin', 'linkedin'],
  ['youtube', 'youtube'],
  ['youtu', 'youtube'],
  ['tiktok', 'tiktok'],
  ['pinterest', 'pinterest'],
  ['github', 'github'],
  ['threads', 'threads'],
  ['bsky', 'bluesky'],
  ['xing', 'xing'],
  ['vimeo', 'vimeo'],
  ['t', 'telegram'],
  ['wa', 'whatsapp'],
]);
const SHORT_ENDINGS: Readonly<Record<string, string>> = {
  x: 'com',
  t: 'me',
  wa: 'me',
  fb: 'com',
  youtu: 'be',
};
/** Links that share the page instead of leading to its owner. */
const SHARES =
  /^\/(?:$|sharer|share|intent\/|dialog\/|pin\/create|home\?status|sharearticle|cws\/share|plugins\/|tr\?|watch\?|embed\/)/i;

/** The owner's profiles by network: the first of each, linked or stated as the same (`sameAs`). */
export function socialLinksOf(
  $: CheerioAPI,
  nodes: readonly JsonLdNode[],
  base: string,
): Record<string, string> {
  const linked = $('a[href]')
    .get()
    .map(({ attribs }) => attribs['href']);
  const stated = nodes.flatMap((node) => [node['sameAs']].flat()).filter((url) => typeof url === 'string');
  const found = new Map<string, string>();
  for (const href of [...linked, ...stated]) {
    const url = absolute(href, base);
    const network = url === null ? undefined : networkOf(new URL(url));
    if (url !== null && network !== undefined && !found.has(network)) found.set(network, url);
  }
  return Object.fromEntries(found);
}

function networkOf(url: URL): string | undefined {
  const { domainWithoutSuffix: word, publicSuffix } = parse(url.hostname);
  const network = NETWORKS.get(word ?? '');
  const ending = SHORT_ENDINGS[word ?? ''];
  if (network === undefined || (ending !== undefined && ending !== publicSuffix)) return undefined;
  const path = `${url.pathname.replace(/\/+$/, '/')}${url.search}`;
  return SHARES.test(path) || path === '/' ? undefined : network;
}
