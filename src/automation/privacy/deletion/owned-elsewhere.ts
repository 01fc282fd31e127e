import { Injectable } from '@nestjs/common';
import { ConnectionRevocation } from '#domains/integrations/connections/connection-revocation';
import { OwnedFiles } from '../map/owned-files.js';

/** What a user has outside of the database: files, and what networks have granted. */
@Injectable()
export class OwnedElsewhere {
  constructor(
    private readonly files: OwnedFiles,
    private readonly revocation: ConnectionRevocation,
  ) {}

  /** Has networks end what they have granted, and removes all files; belongs before the rows go. Answers how many files there were. */
  async remove(userId: string, signal: AbortSignal): Promise<number> {
    await this.revocation.revokeAll(userId);
    return this.files.remove(userId, signal);
  }
}
