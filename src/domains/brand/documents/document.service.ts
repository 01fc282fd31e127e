import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import type { PageQuery } from '#platform/http/page-query';
import { BrandService } from '../brand.service.js';
import type { BrandGuide } from '../guide/brand-guide.js';
import { guideText, leanings, toneWords } from '../guide/guide-text.js';
import type { BrandDocument, Terminology } from './document.dto.js';
import { DocumentRepository } from './document.repository.js';

/** What there is to read about the brand. */
@Injectable()
export class DocumentService {
  constructor(
    private readonly brands: BrandService,
    private readonly documents: DocumentRepository,
  ) {}

  /** The guide first, then what the tables hold, newest first. */
  async list(ownerId: string, page: PageQuery): Promise<Page<BrandDocument>> {
    const { items, nextCursor } = await this.documents.list(ownerId, page);
    if (page.cursor !== undefined || page.offset) return { items, nextCursor };
    const { name } = await this.brands.get(ownerId);
    return { items: [guideDocument(ownerId, name, await this.brands.guide(ownerId)), ...items], nextCursor };
  }

  async terminology(ownerId: string, brandId: string | undefined): Promise<Terminology> {
    const { terminology, required, banned } = await this.brands.guide(ownerId, brandId);
    return {
      terms: terminology.map(({ term }) => term),
      phrases: [...required],
      preferred: terminology.map(({ term, instead_of }) => ({ term, instead_of: [...instead_of] })),
      banned: [...banned],
    };
  }
}

function guideDocument(id: string, name: string, guide: BrandGuide): BrandDocument {
  return {
    id,
    name: `${name}: brand guide`,
    content: guideText(guide),
    voice_profile: {
      tone: toneWords(guide).join('; '),
      personality: leanings(guide),
      vocabulary: guide.terminology.map(({ term }) => term),
      style_guidelines: {
        dos: guide.dos,
        donts: guide.donts,
        banned_phrases: guide.banned,
        required_phrases: guide.required,
      },
    },
  };
}
