import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import { objectOf, textOf, textsOf } from '../assets/asset-data.js';
import type { BrandDocument } from './document.dto.js';

/** What rows of `brand_assets` that are texts are called. */
const TEXTS = ['document', 'guideline', 'guidelines', 'brand_guide', 'voice', 'brand_voice'];

/** Texts about the brand that are kept in the tables of an existing project: documents, and positioning analyses. */
@Injectable()
export class DocumentRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('brand_assets', 'brand_positioning_analyses');
  }

  /** Newest first. */
  async list(ownerId: string, page: PageQuery): Promise<Page<BrandDocument>> {
    const assets = this.tables
      .selectFrom('brand_assets')
      .select(['id', 'name', 'asset_data as body', 'created_at'])
      .where('created_by', '=', ownerId)
      .where('type', 'in', TEXTS);
    const analyses = this.tables
      .selectFrom('brand_positioning_analyses')
      .select([
        'id',
        sql<string>`'Positioning'`.as('name'),
        sql<unknown>`jsonb_build_object('content', positioning_statement, 'tone', brand_tone,
          'style_guidelines', jsonb_build_object('differentiators', differentiators, 'recommendations', recommendations))`.as(
          'body',
        ),
        'created_at',
      ])
      .where('user_id', '=', ownerId);
    const both = this.tables.selectFrom(assets.unionAll(analyses).as('document')).selectAll();
    const { items, nextCursor } = await newestFirst(both, page, BY_ID);
    return { items: items.map(toDocument), nextCursor };
  }
}

function toDocument({ id, name, body }: { id: string; name: string; body: unknown }): BrandDocument {
  const data = objectOf(body);
  const voice = { ...data, ...objectOf(data['voice_profile']) };
  const { tone } = voice;
  return {
    id,
    name,
    content: textOf(data['content']) ?? textOf(data['text']) ?? '',
    voice_profile: {
      tone: textOf(tone) ?? textOf(objectOf(tone)['tone']) ?? '',
      personality: textsOf(voice['personality']),
      vocabulary: textsOf(voice['vocabulary']),
      style_guidelines: { ...objectOf(tone), ...objectOf(voice['style_guidelines']) },
    },
  };
}
