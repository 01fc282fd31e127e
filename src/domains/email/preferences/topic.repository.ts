import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { MailTopic } from './topic.dto.js';

type TopicContent = Pick<MailTopic, 'name' | 'description' | 'position'>;

const COLUMNS = ['id', 'name', 'description', 'position', 'created_at'] as const;

@Injectable()
export class TopicRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('email_topics');
  }

  list(ownerId: string, page: PageQuery): Promise<Page<MailTopic>> {
    const own = this.tables.selectFrom('email_topics').select(COLUMNS).where('created_by', '=', ownerId);
    return newestFirst(own, page, BY_ID);
  }

  /** The new topic; nothing when its owner has so many already. */
  async add(ownerId: string, topic: TopicContent, atMost: number): Promise<MailTopic | undefined> {
    const { rows } = await sql<MailTopic>`
      insert into email_topics (id, created_by, name, description, position)
      select ${newId()}::uuid, ${ownerId}::uuid, ${topic.name}, ${topic.description}, ${topic.position}::integer
      where (select count(*) from email_topics where created_by = ${ownerId}) < ${atMost}
      returning id, name, description, position, created_at`.execute(this.tables);
    return rows[0];
  }

  replace(ownerId: string, id: string, topic: TopicContent): Promise<MailTopic | undefined> {
    return this.tables
      .updateTable('email_topics')
      .set(topic)
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .returning(COLUMNS)
      .executeTakeFirst();
  }

  async remove(ownerId: string, id: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('email_topics')
      .where('id', '=', id)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
}
