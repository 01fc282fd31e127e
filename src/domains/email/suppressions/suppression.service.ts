import { Injectable } from '@nestjs/common';
import type { Page } from '#kernel/page';
import type { PageQuery } from '#platform/http/page-query';
import { SuppressionNotFound } from '../email.errors.js';
import type { Suppression, SuppressionReason, SuppressionRemoval } from './suppression.dto.js';
import { SuppressionRepository } from './suppression.repository.js';

/** Whom an owner must not write to. Nothing is handed over to an address on this list. */
@Injectable()
export class SuppressionService {
  constructor(private readonly suppressions: SuppressionRepository) {}

  list(ownerId: string, page: PageQuery): Promise<Page<Suppression>> {
    return this.suppressions.list(ownerId, page);
  }

  /** Adds the address, or keeps it when it is already listed. */
  async add(
    ownerId: string,
    email: string,
    reason: SuppressionReason,
    source = 'by hand',
  ): Promise<Suppression> {
    const [added] = await this.suppressions.add(ownerId, [email], reason, source);
    return added as Suppression;
  }

  /** Adds the addresses that are not listed yet. */
  async addAll(
    ownerId: string,
    emails: readonly string[],
    reason: SuppressionReason,
    source: string,
  ): Promise<void> {
    if (emails.length > 0) await this.suppressions.add(ownerId, emails, reason, source);
  }

  /** The ids of those mails that must not be sent even to who agrees: the address is dead, complained, or was listed by hand. */
  barred(mails: readonly { id: string; ownerId: string; email: string }[]): Promise<ReadonlySet<string>> {
    return this.suppressions.barred(mails);
  }

  /** Those of the addresses that are dead, or have called mail spam, on whoever's list. */
  deadAmong(emails: readonly string[]): Promise<ReadonlySet<string>> {
    return this.suppressions.deadAmong(emails);
  }

  /** Who wanted no more marketing has agreed anew; an address that is listed for another reason stays so. */
  liftRefusal(ownerId: string, email: string): Promise<void> {
    return this.suppressions.liftRefusal(ownerId, email, 'Agreed anew by a confirmed form.');
  }

  /**
   * Takes the address off the list, or leaves it there for its refusal of marketing alone; what it was there for and why it no
   * longer is are kept.
   */
  async remove(ownerId: string, email: string, why: string): Promise<void> {
    if (!(await this.suppressions.remove(ownerId, email, why))) throw new SuppressionNotFound(email);
  }

  removals(ownerId: string, page: PageQuery): Promise<Page<SuppressionRemoval>> {
    return this.suppressions.removals(ownerId, page);
  }
}
