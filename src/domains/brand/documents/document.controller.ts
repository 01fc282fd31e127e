import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { AlsoFails } from '#platform/http/also-fails.decorator';
import { Answers } from '#platform/http/answers.decorator';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { BrandDocument, Terminology, TerminologyQuery } from './document.dto.js';
import { DocumentService } from './document.service.js';

@ApiTags('Brand')
@Controller('api/brand')
export class DocumentController {
  constructor(private readonly documents: DocumentService) {}

  /** Lists what there is to read about your brand: its guide first, then documents, newest first. */
  @Get('documents')
  @Lists(BrandDocument)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<BrandDocument>> {
    const { items, nextCursor } = await this.documents.list(caller.id, page);
    return new Listed(items, nextCursor);
  }

  /** Reads the words your brand uses, and those it does not. */
  @Get('terminology')
  @Answers('both')
  @AlsoFails(404)
  terminology(@CurrentUser() caller: Caller, @Query() { brandId }: TerminologyQuery): Promise<Terminology> {
    return this.documents.terminology(caller.id, brandId);
  }
}
