import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { CreateTopic, MailTopic, ReplaceTopic, TopicDeleted } from './topic.dto.js';
import { TopicService } from './topic.service.js';

/** What the caller writes about. Readers choose among topics behind the link in every mail. */
@ApiTags('E-mail')
@Controller('api/email/topics')
export class TopicController {
  constructor(private readonly topics: TopicService) {}

  /** Lists your topics, newest first. */
  @Get()
  @Lists(MailTopic)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<MailTopic>> {
    const { items, nextCursor } = await this.topics.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Adds a topic. Whoever has not said no gets mail about it. */
  @Post()
  @HttpCode(201)
  create(@CurrentUser() caller: Caller, @Body() topic: CreateTopic): Promise<MailTopic> {
    return this.topics.create(caller.id, topic);
  }

  /** Puts other words in the place of a topic's; what readers have chosen stays. */
  @Put(':topicId')
  replace(
    @CurrentUser() caller: Caller,
    @Param('topicId') topicId: string,
    @Body() topic: ReplaceTopic,
  ): Promise<MailTopic> {
    return this.topics.replace(caller.id, topicId, topic);
  }

  /** Deletes a topic, and with it who did not want it. */
  @Delete(':topicId')
  async remove(@CurrentUser() caller: Caller, @Param('topicId') topicId: string): Promise<TopicDeleted> {
    await this.topics.remove(caller.id, topicId);
    return { deleted: true };
  }
}
