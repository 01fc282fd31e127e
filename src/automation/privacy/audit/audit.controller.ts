import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CurrentUser } from '#platform/auth/access.decorators';
import type { Caller } from '#platform/auth/caller';
import { Listed } from '#platform/http/listed';
import { Lists } from '#platform/http/lists.decorator';
import { PageQuery } from '#platform/http/page-query';
import { AuditEntry } from './audit.dto.js';
import { AuditService } from './audit.service.js';

@ApiTags('Privacy')
@Controller('api/privacy')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  /** Lists what was done with your account and your keys, newest first. */
  @Get('audit-log')
  @Lists(AuditEntry)
  async list(@CurrentUser() caller: Caller, @Query() page: PageQuery): Promise<Listed<AuditEntry>> {
    const { items, nextCursor } = await this.audit.list(caller.id, page);
    return new Listed(items, nextCursor);
  }
}
