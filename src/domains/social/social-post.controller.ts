import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { SocialPost } from './social-post.answers.dto.js';
import { NewSocialPost, SocialPostQuery } from './social-post.dto.js';
import { SocialPosts } from './social-post.service.js';

@ApiTags('Social')
@Controller('api/social/posts')
export class SocialPostController {
  constructor(private readonly posts: SocialPosts) {}

  /** Lists your posts, newest first. */
  @Get()
  @Lists(SocialPost)
  async list(@CurrentUser() caller: Caller, @Query() query: SocialPostQuery): Promise<Listed<SocialPost>> {
    const { items, nextCursor } = await this.posts.list(caller.id, query);
    return new Listed(items, nextCursor);
  }

  /** Keeps a post: as a draft, or scheduled when it has a time. */
  @Post()
  @AlsoFails(404)
  create(@CurrentUser() caller: Caller, @Body() post: NewSocialPost): Promise<SocialPost> {
    return this.posts.create(caller.id, post);
  }
}
