import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import type { PageQuery } from '#platform/http/page-query';
import type { AuditEntry } from './audit.dto.js';
import { AuditRepository } from './audit.repository.js';

/** What owners can look up of their account. */
@Injectable()
export class AuditService {
  constructor(private readonly audit: AuditRepository) {}

  list(userId: string, page: PageQuery): Promise<Page<AuditEntry>> {
    return this.audit.list(userId, page);
  }
}
