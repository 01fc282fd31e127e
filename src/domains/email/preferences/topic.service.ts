import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import type { PageQuery } from '#platform/http/page-query';
import { TooManyTopics, TopicNotFound } from './preference.errors.js';
import type { CreateTopic, MailTopic } from './topic.dto.js';
import { TopicRepository } from './topic.repository.js';

const TOPICS_AT_MOST = 50;

/** What an owner writes about. */
@Injectable()
export class TopicService {
  constructor(private readonly topics: TopicRepository) {}

  list(ownerId: string, page: PageQuery): Promise<Page<MailTopic>> {
    return this.topics.list(ownerId, page);
  }

  async create(ownerId: string, { name, description = '', position = 0 }: CreateTopic): Promise<MailTopic> {
    const topic = await this.topics.add(ownerId, { name, description, position }, TOPICS_AT_MOST);
    if (!topic) throw new TooManyTopics(TOPICS_AT_MOST);
    return topic;
  }

  async replace(
    ownerId: string,
    id: string,
    { name, description = '', position = 0 }: CreateTopic,
  ): Promise<MailTopic> {
    const topic = isUuid(id)
      ? await this.topics.replace(ownerId, id, { name, description, position })
      : undefined;
    if (!topic) throw new TopicNotFound(id);
    return topic;
  }

  async remove(ownerId: string, id: string): Promise<void> {
    if (!isUuid(id) || !(await this.topics.remove(ownerId, id))) throw new TopicNotFound(id);
  }
}
