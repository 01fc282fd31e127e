import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { KnowledgeBucket } from '../buckets/bucket.dto.js';
import { BucketService } from '../buckets/bucket.service.js';
import { KnowledgeDocument, KnowledgeDocumentDeleted } from '../documents/document.dto.js';
import { DocumentService } from '../documents/document.service.js';
import { KnowledgeService } from '../search/knowledge.service.js';
import { KnowledgePassage } from '../search/search.dto.js';
import { KnowledgeAction } from './processor.dto.js';

const PAGE = { limit: 100 };
const ANSWERS = [KnowledgeBucket, KnowledgeDocument, KnowledgeDocumentDeleted, KnowledgePassage];
const SCHEMAS = ANSWERS.map((answer) => ({ $ref: getSchemaPath(answer) }));
const LISTS = SCHEMAS.map((items) => ({ type: 'array', items }));

type Answer = (typeof ANSWERS)[number]['prototype'];

@ApiTags('Knowledge')
@Controller('api/knowledge/processor')
export class ProcessorController {
  constructor(
    private readonly buckets: BucketService,
    private readonly documents: DocumentService,
    private readonly knowledge: KnowledgeService,
  ) {}

  /**
   * Does one of the actions of older front ends: those about one thing answer with it, `get_…` with the newest 100 and
   * `search_knowledge` with the passages found.
   */
  @Post()
  @HttpCode(200)
  @ApiExtraModels(...ANSWERS)
  @ApiOkResponse({ schema: { oneOf: [...SCHEMAS, ...LISTS] } })
  process(@CurrentUser() { id }: Caller, @Body() asked: KnowledgeAction): Promise<Answer | Answer[]> {
    const { name, title, content, bucket_id, document_id, query } = textsOf(asked);
    switch (asked.action) {
      case 'create_bucket':
        return this.buckets.create(id, {
          ...given(asked, 'bucket_type', 'campaign_id', 'description'),
          name,
        });
      case 'get_buckets':
        return this.buckets
          .list(id, { ...PAGE, ...given(asked, 'bucket_type', 'campaign_id') })
          .then(itemsOf);
      case 'upload_document':
        return this.documents.create(id, { bucket_id, title, content });
      case 'get_documents':
        return this.documents.list(id, { ...PAGE, ...given(asked, 'bucket_id') }).then(itemsOf);
      case 'update_document':
        return this.documents.update(id, document_id, given(asked, 'title', 'content'));
      case 'process_document':
        return this.documents.reindex(id, document_id);
      case 'delete_document':
        return this.documents.remove(id, document_id).then(() => ({ deleted: true as const }));
      case 'search_knowledge':
        return this.knowledge.search(id, {
          ...given(asked, 'bucket_type', 'campaign_id', 'limit', 'threshold'),
          ...(bucket_id !== '' && { bucket_ids: [bucket_id] }),
          query,
        });
    }
  }
}

/** What an action needs has been looked at; what it does not need may be missing or null. */
function textsOf(asked: KnowledgeAction) {
  const { name, title, content, bucket_id, document_id, query } = asked;
  return {
    name: name ?? '',
    title: title ?? '',
    content: content ?? '',
    bucket_id: bucket_id ?? '',
    document_id: document_id ?? '',
    query: query ?? '',
  };
}

/** Those of the fields that have been given; null counts as left out. */
function given<Field extends keyof KnowledgeAction>(asked: KnowledgeAction, ...fields: Field[]) {
  const found = fields.flatMap((field) => (asked[field] == null ? [] : [[field, asked[field]]]));
  return Object.fromEntries(found) as { [F in Field]?: NonNullable<KnowledgeAction[F]> };
}

const itemsOf = <Item>({ items }: { items: Item[] }): Item[] => items;
