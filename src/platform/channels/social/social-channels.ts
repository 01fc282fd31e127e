import { Injectable } from '@nestjs/common';
import { Settings } from '#platform/config/settings';
import { WebClient } from '#platform/web/web-client';
import { BufferChannel } from '../adapters/buffer/buffer.channel.js';
import { FacebookChannel } from '../adapters/facebook/facebook.channel.js';
import { HootsuiteChannel } from '../adapters/hootsuite/hootsuite.channel.js';
import { InstagramChannel } from '../adapters/instagram/instagram.channel.js';
import { LaterChannel } from '../adapters/later/later.channel.js';
import { LinkedInChannel } from '../adapters/linkedin/linkedin.channel.js';
import { SproutChannel } from '../adapters/sprout/sprout.channel.js';
import { TikTokChannel } from '../adapters/tiktok/tiktok.channel.js';
import { XChannel } from '../adapters/x/x.channel.js';
import { YouTubeChannel } from '../adapters/youtube/youtube.channel.js';
import type { SocialChannel } from './social-channel.js';
import { SocialHttp } from './social-http.js';
import { SocialMedia } from './social-media.js';
import type { SocialService } from './social-services.js';

/** Every way to social networks, at the addresses that `SOCIAL_API_URLS` names or the usual ones. */
@Injectable()
export class SocialChannels {
  private readonly channels: Readonly<Record<SocialService, SocialChannel>>;

  constructor(settings: Settings, http: SocialHttp, media: SocialMedia, web: WebClient) {
    const at = (service: SocialService) => settings.SOCIAL_API_URLS[service]?.replace(/\/+$/, '');
    this.channels = {
      linkedin: new LinkedInChannel(http, media, settings.LINKEDIN_API_VERSION, at('linkedin')),
      twitter: new XChannel(http, media, at('twitter')),
      facebook: new FacebookChannel(http, at('facebook')),
      instagram: new InstagramChannel(http, at('instagram')),
      tiktok: new TikTokChannel(http, at('tiktok')),
      youtube: new YouTubeChannel(http, web, media, at('youtube')),
      buffer: new BufferChannel(http, at('buffer')),
      'sprout-social': new SproutChannel(http, at('sprout-social')),
      hootsuite: new HootsuiteChannel(http, at('hootsuite')),
      later: new LaterChannel(),
    };
  }

  of(service: SocialService): SocialChannel {
    return this.channels[service];
  }
}
