import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import {
  CreateKnowledgeBucket,
  KnowledgeBucket,
  KnowledgeBucketDeleted,
  KnowledgeBucketQuery,
  KnowledgeBucketReindexed,
  UpdateKnowledgeBucket,
} from './bucket.dto.js';
import { BucketService } from './bucket.service.js';

@ApiTags('Knowledge')
@Controller('api/knowledge/buckets')
export class BucketController {
  constructor(private readonly buckets: BucketService) {}

  /** Makes a bucket for documents, general or of one campaign. */
  @Post()
  create(@CurrentUser() caller: Caller, @Body() bucket: CreateKnowledgeBucket): Promise<KnowledgeBucket> {
    return this.buckets.create(caller.id, bucket);
  }

  /** Lists your buckets, newest first. */
  @Get()
  @Lists(KnowledgeBucket)
  async list(
    @CurrentUser() caller: Caller,
    @Query() query: KnowledgeBucketQuery,
  ): Promise<Listed<KnowledgeBucket>> {
    const { items, nextCursor } = await this.buckets.list(caller.id, query);
    return new Listed(items, nextCursor);
  }

  /** Shows one bucket. */
  @Get(':bucketId')
  get(@CurrentUser() caller: Caller, @Param('bucketId') bucketId: string): Promise<KnowledgeBucket> {
    return this.buckets.get(caller.id, bucketId);
  }

  /** Renames a bucket, or describes it anew. */
  @Patch(':bucketId')
  update(
    @CurrentUser() caller: Caller,
    @Param('bucketId') bucketId: string,
    @Body() changes: UpdateKnowledgeBucket,
  ): Promise<KnowledgeBucket> {
    return this.buckets.update(caller.id, bucketId, changes);
  }

  /** Deletes a bucket with all its documents, their vectors and files. */
  @Delete(':bucketId')
  async remove(
    @CurrentUser() caller: Caller,
    @Param('bucketId') bucketId: string,
  ): Promise<KnowledgeBucketDeleted> {
    return { deleted: true, documents: await this.buckets.remove(caller.id, bucketId) };
  }

  /** Has all documents of a bucket read and embedded anew, after a change of the embedding model for instance. */
  @Post(':bucketId/reindex')
  @HttpCode(202)
  async reindex(
    @CurrentUser() caller: Caller,
    @Param('bucketId') bucketId: string,
  ): Promise<KnowledgeBucketReindexed> {
    return { documents: await this.buckets.reindex(caller.id, bucketId) };
  }
}
