import { textLength } from '#platform/channels/text-length';
import { hashtagsIn } from '#platform/channels/fit-to-network';
import { findNetwork } from '#platform/channels/networks';
import { markdownToHtml } from '#platform/html/markdown';
import { proseOf } from '#platform/html/plain-text';
import { safeHtml } from '#platform/html/safe-html';
import { isOnTheWeb } from '../kinds/content-kind.js';
import { predictedEngagement } from './engagement.js';
import type { ContentMeasures, NetworkFit } from './measures.dto.js';
import { readabilityOf } from './readability.js';
import { seoReport } from './seo.js';

/** What is measured of a piece of content. */
export interface MeasuredPiece {
  readonly title: string;
  /** Markdown or plain text. */
  readonly content: string | null;
  /** Where it was written as HTML. */
  readonly html_content: string | null;
  readonly content_type: string;
  readonly platform: string | null;
  readonly meta_description: string | null;
  readonly keywords: readonly string[];
}

/** Everything that can be said of a piece by rule, without asking anybody. */
export function measure(piece: MeasuredPiece): ContentMeasures {
  const html = htmlOf(piece);
  const text = proseOf(html);
  const written = piece.content ?? text;
  return {
    readability: readabilityOf(text),
    seo: isOnTheWeb(piece.content_type)
      ? seoReport({
          title: piece.title,
          metaDescription: piece.meta_description,
          html,
          text,
          keywords: piece.keywords,
        })
      : null,
    engagement: predictedEngagement(written, piece.platform),
    network: networkFit(written, piece.platform),
  };
}

/** The words as HTML that can be shown anywhere, whoever has written them where. */
export function htmlOf({ content, html_content }: Pick<MeasuredPiece, 'content' | 'html_content'>): string {
  return html_content === null ? markdownToHtml(content ?? '') : safeHtml(html_content);
}

function networkFit(text: string, platform: string | null): NetworkFit | null {
  const network = platform === null ? undefined : findNetwork(platform);
  if (!network) return null;
  const length = textLength(text, network.counting);
  return {
    platform: network.id,
    length,
    limit: network.limit,
    fits: length <= network.limit,
    hashtags: new Set(hashtagsIn(text).map((tag) => tag.toLowerCase())).size,
    hashtags_min: network.hashtags.min,
    hashtags_max: network.hashtags.max,
  };
}
