import { Module } from '@nestjs/common';
import { SocialPostController } from './social-post.controller.js';
import { SocialPostRepository } from './social-post.repository.js';
import { SocialPosts } from './social-post.service.js';

/** Posts for social networks: written, scheduled, counted. */
@Module({
  controllers: [SocialPostController],
  providers: [SocialPosts, SocialPostRepository],
  exports: [SocialPosts],
})
export class SocialModule {}
