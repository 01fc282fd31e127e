import type { SocialService } from '#platform/channels/social/social-services';
import type { Delivery, PostMetrics } from '#platform/channels/social/social-channel';
import type { ScriptedAnswer } from '../../support/scripted-server.js';

/** How one service is spoken to. */
export interface ServiceCase {
  readonly service: SocialService;
  readonly profileId: string;
  readonly media: readonly string[];
  /** Answers before the request that publishes. */
  readonly before: readonly ScriptedAnswer[];
  readonly publish: { readonly method: string; readonly path: string; readonly body: unknown };
  readonly taken: ScriptedAnswer;
  /** Answers after it. */
  readonly after?: readonly ScriptedAnswer[];
  readonly delivery: Delivery;
  /** What a refusal of the post looks like, and the words in it. */
  readonly refused: ScriptedAnswer;
  readonly metrics?: { readonly answers: readonly ScriptedAnswer[]; readonly read: Partial<PostMetrics> };
  readonly status?: { readonly answers: readonly ScriptedAnswer[]; readonly read: Delivery };
}

export const published = (postId: string, url: string | null): Delivery => ({
  state: 'published',
  postId,
  url,
});
export const pending = (receipt: string): Delivery => ({ state: 'pending', receipt });
