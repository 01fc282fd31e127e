import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Settings } from '#platform/config/settings';
import type { PublishingAccount } from './json2video.js';
import { publishingCall } from './publishing-call.js';

export const BLOTATO_PLATFORMS = ['facebook', 'instagram', 'youtube', 'tiktok', 'linkedin'] as const;

/** A video for one account of one network. */
export interface VideoPost {
  readonly platform: (typeof BLOTATO_PLATFORMS)[number];
  /** The account, as Blotato names it. */
  readonly accountId: string;
  /** The page of that account; Facebook wants one. */
  readonly pageId?: string | undefined;
  readonly title: string;
  readonly text: string;
  readonly videoUrl: string;
  /** ISO 8601; at once when left out. */
  readonly at?: string | undefined;
}

const Submitted = z.object({ postSubmissionId: z.string().min(1).max(200) });

/** Publishes by Blotato's API v2, with a user's own key. */
@Injectable()
export class Blotato {
  private readonly posts: string;

  constructor(settings: Settings) {
    this.posts = `${settings.BLOTATO_BASE_URL.replace(/\/+$/, '')}/v2/posts`;
  }

  /** Hands a post over and answers the id of its submission. Called twice, it is published twice. */
  async publish(post: VideoPost, { key, signal }: PublishingAccount): Promise<string> {
    const { postSubmissionId } = await publishingCall({
      company: 'Blotato',
      method: 'POST',
      url: this.posts,
      headers: { 'blotato-api-key': key },
      body: {
        post: {
          accountId: post.accountId,
          content: { text: post.text, platform: post.platform, mediaUrls: [post.videoUrl] },
          target: targetOf(post),
        },
        ...(post.at !== undefined && { scheduledTime: post.at }),
      },
      answer: Submitted,
      signal,
    });
    return postSubmissionId;
  }
}

function targetOf({ platform, pageId, title }: VideoPost): Record<string, unknown> {
  const target = { targetType: platform, ...(pageId !== undefined && { pageId }) };
  if (platform === 'youtube')
    return { ...target, title, privacyStatus: 'public', shouldNotifySubscribers: true };
  if (platform !== 'tiktok') return target;
  return {
    ...target,
    privacyLevel: 'PUBLIC_TO_EVERYONE',
    disabledComments: false,
    disabledDuet: false,
    disabledStitch: false,
    isBrandedContent: false,
    isYourBrand: true,
    isAiGenerated: true,
  };
}
