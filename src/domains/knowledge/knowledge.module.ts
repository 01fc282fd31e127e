import { Module } from '@nestjs/common';
import { AiModule } from '#platform/ai/ai.module';
import { JobsModule } from '#platform/jobs/jobs.module';
import { RetentionModule } from '#platform/retention/retention.module';
import { StorageModule } from '#platform/storage/storage.module';
import { BucketController } from './buckets/bucket.controller.js';
import { BucketRepository } from './buckets/bucket.repository.js';
import { BucketService } from './buckets/bucket.service.js';
import { ChunkRepository } from './chunks/chunk.repository.js';
import { DocumentController } from './documents/document.controller.js';
import { DocumentFiles } from './documents/document-files.js';
import { DocumentRepository } from './documents/document.repository.js';
import { DocumentService } from './documents/document.service.js';
import { ForgetFilesHandler } from './documents/forget-files.handler.js';
import { ReadingRequests } from './documents/reading-requests.js';
import { DocumentIndex } from './indexing/document-index.js';
import { EmbedDocumentHandler } from './indexing/embed-document.handler.js';
import { Embeddings } from './indexing/embeddings.js';
import { IndexingRepository } from './indexing/indexing.repository.js';
import { ReadDocumentHandler } from './indexing/read-document.handler.js';
import { ProcessorController } from './processor/processor.controller.js';
import { AccessLogRetention } from './search/access-log-retention.js';
import { AccessLogRepository } from './search/access-log.repository.js';
import { KnowledgeService } from './search/knowledge.service.js';
import { PassageRepository } from './search/passage.repository.js';
import { SearchController } from './search/search.controller.js';
import { SummariseDocumentHandler } from './summaries/summarise-document.handler.js';
import { SummaryRepository } from './summaries/summary.repository.js';
import { DocumentReader } from './texts/document-reader.js';

/** What a team knows: buckets of documents, read in the background, whose passages people and models find. */
@Module({
  imports: [AiModule, JobsModule, RetentionModule, StorageModule],
  controllers: [BucketController, DocumentController, SearchController, ProcessorController],
  providers: [
    BucketService,
    BucketRepository,
    DocumentService,
    DocumentRepository,
    DocumentFiles,
    ForgetFilesHandler,
    ReadingRequests,
    DocumentReader,
    ChunkRepository,
    IndexingRepository,
    DocumentIndex,
    ReadDocumentHandler,
    Embeddings,
    EmbedDocumentHandler,
    SummariseDocumentHandler,
    SummaryRepository,
    KnowledgeService,
    PassageRepository,
    AccessLogRepository,
    AccessLogRetention,
  ],
  exports: [BucketService, DocumentService, KnowledgeService],
})
export class KnowledgeModule {}
