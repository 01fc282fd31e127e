import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { AccountAnalytics } from '../reach/account-reach.dto.js';
import { PostReach } from '../reach/post-reach.dto.js';
import { PostReaches } from '../reach/post-reach.service.js';
import { SocialPost } from '../social-post.answers.dto.js';
import { ChangedSocialPost, PostAnalyticsQuery, PostToSchedule, PublishNow } from '../social-post.dto.js';
import { SocialPosts } from '../social-post.service.js';
import { PostDispatch } from './post-dispatch.service.js';
import { PostAnalytics } from './post-analytics.dto.js';

@ApiTags('Social')
@Controller('api/social')
export class PublishingController {
  constructor(
    private readonly posts: SocialPosts,
    private readonly dispatch: PostDispatch,
    private readonly reaches: PostReaches,
  ) {}

  /** Schedules a post, once it is such that its network would take it. */
  @Post('schedule')
  @AlsoFails(404)
  schedule(@CurrentUser() caller: Caller, @Body() body: PostToSchedule): Promise<SocialPost> {
    return this.dispatch.schedule(caller.id, body);
  }

  /** Counts what published posts have reached, network by network. */
  @Get('analytics')
  analytics(@CurrentUser() caller: Caller, @Query() { days }: PostAnalyticsQuery): Promise<PostAnalytics> {
    return this.posts.analytics(caller.id, days);
  }

  /** Counts what published posts have reached, account by account. */
  @Get('analytics/accounts')
  @Lists(AccountAnalytics)
  async accounts(
    @CurrentUser() caller: Caller,
    @Query() { days }: PostAnalyticsQuery,
  ): Promise<Listed<AccountAnalytics>> {
    return new Listed(await this.reaches.accounts(caller.id, days), null);
  }

  /** Shows a post: whether it is out, why not, and what it has reached. */
  @Get('posts/:postId')
  get(@CurrentUser() caller: Caller, @Param('postId') postId: string): Promise<SocialPost> {
    return this.posts.get(caller.id, postId);
  }

  /** Tells what a post has reached, the same for all networks, and why a number is not there. */
  @Get('posts/:postId/metrics')
  reach(@CurrentUser() caller: Caller, @Param('postId') postId: string): Promise<PostReach> {
    return this.reaches.of(caller.id, postId);
  }

  /** Changes a post that is not over; with a time it is scheduled, with null for one it is a draft. */
  @Patch('posts/:postId')
  change(
    @CurrentUser() caller: Caller,
    @Param('postId') postId: string,
    @Body() body: ChangedSocialPost,
  ): Promise<SocialPost> {
    return this.dispatch.change(caller.id, postId, body);
  }

  /** Removes a post; what was published stays on its network. */
  @Delete('posts/:postId')
  remove(@CurrentUser() caller: Caller, @Param('postId') postId: string): Promise<void> {
    return this.posts.remove(caller.id, postId);
  }

  /** Publishes a post at once. What became of it is told by the post. */
  @Post('posts/:postId/publish')
  @HttpCode(202)
  @AlsoFails(503)
  publish(
    @CurrentUser() caller: Caller,
    @Param('postId') postId: string,
    @Body() { even_if_unknown = false }: PublishNow = {},
  ): Promise<SocialPost> {
    return this.dispatch.send(caller.id, postId, even_if_unknown);
  }

  /** Takes the time from a scheduled post: it is a draft again. */
  @Post('posts/:postId/cancel')
  @HttpCode(200)
  cancel(@CurrentUser() caller: Caller, @Param('postId') postId: string): Promise<SocialPost> {
    return this.dispatch.cancel(caller.id, postId);
  }
}
