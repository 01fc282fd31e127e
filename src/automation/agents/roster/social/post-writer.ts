import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { checkPost } from '#domains/social/post-check';
import type { AiProviderId } from '#platform/ai/ai-request';
import { fitToNetwork } from '#platform/channels/fit-to-network';
import { type NetworkId, networkNamed } from '#platform/channels/networks';
import type { AgentRun } from '../../runs/agent-run.js';
import { sideBySide } from '#kernel/side-by-side';
import type { Brief } from '../content/brief.js';
import { Copywriter, type Written } from '../content/copywriter.js';
import type { Audience, PostCopy } from '../content/copy.forms.js';
import { predictPost } from './post-prediction.js';
import * as forms from './social.forms.js';

const SIDE_BY_SIDE = 4;
const TOPIC_OF_A_DRAFT = 300;

/** A post to be written: about a topic, or a text to be told better. */
export interface PostOrder {
  readonly platform: NetworkId;
  readonly content?: string | undefined;
  readonly topic?: string | undefined;
  readonly tone: string;
  readonly audience: Audience;
  readonly keywords?: readonly string[];
  readonly provider?: AiProviderId | undefined;
}

interface Approach {
  readonly tone: string;
  /** What is to be said, one of them for each post of this kind in turn. */
  readonly messages: readonly ((topic: string) => string)[];
}

const APPROACHES: Record<(typeof forms.APPROACHES)[number], Approach> = {
  educational: {
    tone: 'educational, teaches one thing',
    messages: [
      (topic) => `One thing about ${topic} that readers can use today`,
      (topic) => `A common mistake with ${topic}, and what to do in its place`,
    ],
  },
  entertaining: {
    tone: 'entertaining, light and quick',
    messages: [(topic) => `A moment with ${topic} that everybody knows`],
  },
  promotional: {
    tone: 'promotional, one benefit and one next step',
    messages: [(topic) => `What ${topic} does for readers, and the next step`],
  },
  behind_scenes: {
    tone: 'personal, shows how the work is done',
    messages: [(topic) => `How we work on ${topic}, and who does it`],
  },
};

/** Has posts written, one or many. Whatever a model says, a post is held to its network. */
@Injectable()
export class PostWriter {
  constructor(private readonly copywriter: Copywriter) {}

  /** A text that is to be told better stays its author's where no model is configured: it is only made to fit. */
  async write(run: AgentRun, order: PostOrder): Promise<Written<PostCopy>> {
    const { platform, content } = order;
    const brief = briefOf(order);
    const written = await this.copywriter.post(run, brief, platform);
    if (content === undefined || written.ai) return written;
    const { value } = written;
    return { ...written, value: { ...value, ...asWritten(content, value.hashtags, platform) } };
  }

  async bulk(
    run: AgentRun,
    { topic, platforms, count_per_platform, target_audience, brand_voice }: z.output<typeof forms.BulkInput>,
  ): Promise<z.input<typeof forms.BulkOutput>> {
    const orders = platforms.flatMap((platform) =>
      Array.from({ length: count_per_platform }, (_, at) => ({ platform, at })),
    );
    let done = 0;
    const written = await sideBySide(orders, SIDE_BY_SIDE, async ({ platform, at }) => {
      const approach = approachOf(at);
      const { tone, messages } = APPROACHES[approach];
      const message = messages[Math.floor(at / forms.APPROACHES.length) % messages.length];
      const brief = {
        topic,
        audience: target_audience,
        tone: `${brand_voice.slice(0, 50)}, ${tone}`,
        keyMessages: message ? [message(topic)] : [],
      };
      const copy = await this.copywriter.post(run, brief, platform, `${platform} ${at + 1}`);
      await run.progress((++done / orders.length) * 100, `Wrote ${done} of ${orders.length} posts`);
      return { ...copy, platform, approach };
    });
    const provenance = run.provenance({ brandVersion: written[0]?.voice.version ?? null });
    const pieces = written.map(({ value, ai, platform, approach }) => ({
      platform,
      piece: { ...pieceOf(value, platform), approach, ai, ai_provider: ai ? provenance.provider : 'offline' },
    }));
    return {
      generated_content: Object.fromEntries(
        platforms.map((id) => [
          id,
          pieces.filter(({ platform }) => platform === id).map(({ piece }) => piece),
        ]),
      ),
      total_pieces: pieces.length,
      generation_time: new Date().toISOString(),
      ai: written.some(({ ai }) => ai),
      provenance,
    };
  }
}

/** A text as its author wrote it, cut to what the network takes. */
export function asWritten(
  content: string,
  hashtags: readonly string[],
  platform: NetworkId,
): Pick<PostCopy, 'platform' | 'content' | 'hashtags' | 'post' | 'length' | 'limit'> {
  const fitted = fitToNetwork(content, hashtags, networkNamed(platform));
  const { text, post, length, limit } = fitted;
  return { platform, content: text, hashtags: [...fitted.hashtags], post, length, limit };
}

/** What would still make a post better on its network. */
export function optimizationsOf({ content, hashtags }: PostCopy, platform: NetworkId): string[] {
  const network = networkNamed(platform);
  const { length, limit, errors, warnings, suggestions } = checkPost({ content, hashtags }, network);
  return [
    `${length} of the ${limit} characters of ${network.name} are used.`,
    ...errors,
    ...warnings,
    ...suggestions,
  ];
}

function pieceOf(copy: PostCopy, platform: NetworkId) {
  const { content, hashtags } = copy;
  return {
    content,
    hashtags,
    optimizations: optimizationsOf(copy, platform),
    performance_prediction: predictPost(content, hashtags.length, platform),
  };
}

function approachOf(at: number): (typeof forms.APPROACHES)[number] {
  return forms.APPROACHES[at % forms.APPROACHES.length] ?? 'educational';
}

function briefOf({ content, topic, tone, audience, keywords = [], provider }: PostOrder): Brief {
  const more = { tone, audience, keywords, ...(provider !== undefined && { provider }) };
  if (content === undefined) return { topic: topic ?? '', ...more };
  return {
    topic: content.slice(0, TOPIC_OF_A_DRAFT).toWellFormed(),
    keyMessages: ['What the draft says; its facts stay as they are.'],
    sources: [{ kind: 'untrusted', source: 'draft', text: content }],
    ...more,
  };
}
