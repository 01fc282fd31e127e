import { Body, Controller, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { SocialPost } from '../social-post.answers.dto.js';
import { NewPostQueue, PostQueue, PostToQueue } from './queue.dto.js';
import { PostQueues } from './queue.service.js';

@ApiTags('Social')
@Controller('api/social')
export class QueueController {
  constructor(private readonly queues: PostQueues) {}

  /** Shows at which times posts of an account go out, and which of them is free next. */
  @Get('accounts/:accountId/queue')
  get(@CurrentUser() caller: Caller, @Param('accountId') accountId: string): Promise<PostQueue> {
    return this.queues.get(caller.id, accountId);
  }

  /** Says at which times posts of an account are to go out; what is scheduled already stays as it is. */
  @Put('accounts/:accountId/queue')
  put(
    @CurrentUser() caller: Caller,
    @Param('accountId') accountId: string,
    @Body() body: NewPostQueue,
  ): Promise<PostQueue> {
    return this.queues.put(caller.id, accountId, body);
  }

  /** Schedules a post for the next free time of its account. */
  @Post('posts/:postId/queue')
  @HttpCode(200)
  @AlsoFails(503)
  add(
    @CurrentUser() caller: Caller,
    @Param('postId') postId: string,
    @Body() body: PostToQueue = {},
  ): Promise<SocialPost> {
    return this.queues.add(caller.id, postId, body);
  }
}
