import {
  type Delivery,
  type PostMetrics,
  SocialChannel,
  type SocialProfile,
} from '../../social/social-channel.js';
import { SocialNotOffered } from '../../social/social.errors.js';

const WHY =
  'Later offers no public API that posts could be published by. Connect the network itself, or Buffer, in its place.';

/** Later has no public API: every request says so. */
export class LaterChannel extends SocialChannel {
  readonly service = 'later';
  readonly capabilities = {
    images: 0,
    videos: 0,
    needsMedia: false,
    threads: 'no' as const,
    schedules: false,
    draftsOnly: false,
    metrics: [],
  };

  async profiles(): Promise<SocialProfile[]> {
    throw new SocialNotOffered(WHY);
  }

  async publish(): Promise<Delivery> {
    throw new SocialNotOffered(WHY);
  }

  async status(): Promise<Delivery> {
    throw new SocialNotOffered(WHY);
  }

  async metrics(): Promise<PostMetrics | undefined> {
    throw new SocialNotOffered(WHY);
  }
}
