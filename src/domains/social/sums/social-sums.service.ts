import { Injectable } from '@nestjs/common';
import type { Period } from '#kernel/period';
import { type SocialDay, type SocialSums, SocialSumsRepository } from './social-sums.repository.js';

/** All posts of an owner in numbers. */
@Injectable()
export class SocialSumsService {
  constructor(private readonly sums: SocialSumsRepository) {}

  of(ownerId: string, period: Period): Promise<SocialSums> {
    return this.sums.of(ownerId, period);
  }

  /** By day, UTC, oldest first; days without posts are left out. */
  daily(ownerId: string, period: Period): Promise<SocialDay[]> {
    return this.sums.daily(ownerId, period);
  }
}
