import { fitToNetwork, hashtagsIn } from '#platform/channels/fit-to-network';
import { type Medium, mediumAt } from '#platform/channels/medium';
import type { Network } from '#platform/channels/networks';
import { textLength } from '#platform/channels/text-length';

/** What is to be sent, before anybody has made it fit. */
export interface PostToCheck {
  readonly content: string;
  readonly hashtags?: readonly string[];
  readonly media_urls?: readonly string[];
}

/** What a network would say to a post. `valid` while there is no error. */
export interface PostVerdict {
  readonly valid: boolean;
  /** As the network counts, hashtags included. */
  readonly length: number;
  readonly limit: number;
  /** It would be refused for these. */
  readonly errors: string[];
  /** It would be sent otherwise than it is written, or may be refused for what an address does not tell. */
  readonly warnings: string[];
  /** It would do better with these. */
  readonly suggestions: string[];
}

/** Holds a post against what its network takes. Pictures and videos are judged by their addresses alone; none is loaded. */
export function checkPost(
  { content, hashtags = [], media_urls = [] }: PostToCheck,
  network: Network,
): PostVerdict {
  const whole = [content.trim(), hashtags.map(withSign).join(' ')].filter(Boolean).join('\n\n');
  const fitted = fitToNetwork(content, hashtags, network);
  const length = fitted.truncated ? textLength(whole, network.counting) : fitted.length;
  const media = media_urls.map(mediumAt);
  const errors = [
    ...(content.trim() === '' ? ['The post has no text.'] : []),
    ...(fitted.truncated
      ? [`The post is ${length} characters long; ${network.name} takes ${network.limit}.`]
      : []),
    ...mediaErrors(media, network),
  ];
  return {
    valid: errors.length === 0,
    length,
    limit: network.limit,
    errors,
    warnings: [...tagWarnings(whole, fitted.hashtags.length, network), ...mediaWarnings(media, network)],
    suggestions: suggestionsFor(fitted.missingHashtags, media.length, network),
  };
}

function mediaErrors(media: readonly Medium[], { name, media: rules }: Network): string[] {
  const kinds = rules.needs.join(' or ');
  const isMissing =
    rules.needs.length > 0 && !media.some(({ kind }) => kind === undefined || rules.needs.includes(kind));
  const images = media.filter(({ kind }) => kind === 'image').length;
  const foreign = media.filter(({ format }) => format !== undefined && !rules.formats.includes(format));
  return [
    ...(isMissing ? [`${name} needs a picture or video with every post: give one (${kinds}).`] : []),
    ...(rules.mostImages !== null && images > rules.mostImages
      ? [`${name} takes ${rules.mostImages} pictures; there are ${images}.`]
      : []),
    ...foreign.map(({ url, format }) => `${name} does not take ${format}: ${url}`),
  ];
}

function tagWarnings(whole: string, kept: number, { name }: Network): string[] {
  const tags = new Set(hashtagsIn(whole).map((tag) => tag.toLowerCase())).size;
  return tags > kept ? [`Of the ${tags} hashtags, ${kept} are sent: more do not work on ${name}.`] : [];
}

function mediaWarnings(media: readonly Medium[], { name, media: rules }: Network): string[] {
  const { longestVideoSeconds, smallestImage } = rules;
  const has = (wanted: Medium['kind']): boolean => media.some(({ kind }) => kind === wanted);
  return [
    ...media
      .filter(({ kind }) => kind === undefined)
      .map(({ url }) => `What is at ${url} cannot be told from its address.`),
    ...(longestVideoSeconds !== null && has('video')
      ? [`${name} takes videos of ${longestVideoSeconds} seconds; how long this one is was not looked at.`]
      : []),
    ...(smallestImage !== null && has('image')
      ? [
          `${name} wants pictures of ${smallestImage.width}×${smallestImage.height} pixels at least; theirs were not looked at.`,
        ]
      : []),
  ];
}

function suggestionsFor(
  missingTags: number,
  media: number,
  { name, hashtags, media: rules }: Network,
): string[] {
  return [
    ...(missingTags > 0
      ? [`Hashtags: add ${missingTags} more, ${hashtags.min} to ${hashtags.max} work on ${name}.`]
      : []),
    ...(media === 0 && rules.needs.length === 0 ? ['Add a picture.'] : []),
  ];
}

function withSign(tag: string): string {
  return tag.startsWith('#') ? tag : `#${tag}`;
}
