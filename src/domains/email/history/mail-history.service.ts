import { Injectable } from '@nestjs/common';
import { normaliseMailAddress } from '#kernel/address';
import { type MailEvent, MailHistoryRepository } from './mail-history.repository.js';

/** What mail did at somebody's addresses. */
@Injectable()
export class MailHistory {
  constructor(private readonly history: MailHistoryRepository) {}

  /** Newest first, beginning after `after`. */
  async newest(
    ownerId: string,
    addresses: readonly string[],
    after: { at: string; id: string } | null,
    limit: number,
  ): Promise<MailEvent[]> {
    const wanted = addresses.map(normaliseMailAddress);
    return wanted.length === 0 ? [] : this.history.newest(ownerId, wanted, after, limit);
  }
}
