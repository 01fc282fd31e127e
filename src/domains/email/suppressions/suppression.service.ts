import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import type { PageQuery } from '#platform/http/page-query';
import { SuppressionNotFound } from '../email.errors.js';
import type { Suppression, SuppressionReason } from './suppression.dto.js';
import { SuppressionRepository } from './suppression.repository.js';

/** Whom an owner must not write to. Nothing is handed over to an address on this list. */
@Injectable()
export class SuppressionService {
  constructor(private readonly suppressions: SuppressionRepository) {}

  list(ownerId: string, page: PageQuery): Promise<Page<Suppression>> {
    return this.suppressions.list(ownerId, page);
  }

  /** Adds the address, or keeps it when it is already listed. */
  add(ownerId: string, email: string, reason: SuppressionReason, source = 'by hand'): Promise<Suppression> {
    return this.suppressions.add(ownerId, email, reason, source);
  }

  async remove(ownerId: string, email: string): Promise<void> {
    if (!(await this.suppressions.remove(ownerId, email))) throw new SuppressionNotFound(email);
  }
}
