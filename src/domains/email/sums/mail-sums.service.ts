import { Injectable } from '@nestjs/common';
import type { Period } from '#kernel/period';
import { type MailSums, type MailSumsOfDay, MailSumsRepository } from './mail-sums.repository.js';

/** All mail of an owner in numbers. */
@Injectable()
export class MailSumsService {
  constructor(private readonly sums: MailSumsRepository) {}

  of(ownerId: string, period: Period): Promise<MailSums> {
    return this.sums.of(ownerId, period);
  }

  /** By day of sending, UTC, oldest first; days without mail are left out. */
  daily(ownerId: string, period: Period): Promise<MailSumsOfDay[]> {
    return this.sums.daily(ownerId, period);
  }
}
