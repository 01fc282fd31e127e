import { Injectable } from '@nestjs/common';
import type { Period } from '#kernel/period';
import { type ContentDay, type ContentSums, ContentSumsRepository } from './content-sums.repository.js';

/** All content of an owner in numbers. */
@Injectable()
export class ContentSumsService {
  constructor(private readonly sums: ContentSumsRepository) {}

  of(ownerId: string, period: Period): Promise<ContentSums> {
    return this.sums.of(ownerId, period);
  }

  /** By day of writing, UTC, oldest first; days without content are left out. */
  daily(ownerId: string, period: Period): Promise<ContentDay[]> {
    return this.sums.daily(ownerId, period);
  }
}
