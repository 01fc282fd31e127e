import { Injectable } from '@nestjs/common';
import { Accounts } from '#platform/accounts/accounts';
import { Database } from '#platform/database/database';
import { AuthUsers } from '#platform/supabase/auth-users';
import { ErasureRepository } from './erasure.repository.js';

/** Another worker has taken the deletion over. */
export class ErasureTaken extends Error {}

/** Who is at which deletion. */
export interface ErasureAttempt {
  readonly erasureId: string;
  readonly attempt: string;
  readonly userId: string;
}

/** The last steps of a deletion: nobody can sign in, and nothing names the account. */
@Injectable()
export class ErasureEnd {
  constructor(
    private readonly database: Database,
    private readonly users: AuthUsers,
    private readonly accounts: Accounts,
    private readonly erasures: ErasureRepository,
  ) {}

  async removeUser({ erasureId, attempt, userId }: ErasureAttempt, restsMs: number): Promise<void> {
    const identity = await this.users.remove(userId);
    await this.erasures.tellIdentity(erasureId, attempt, identity, restsMs);
  }

  async complete({ erasureId, attempt, userId }: ErasureAttempt): Promise<void> {
    await this.database.transaction(async () => {
      if (!(await this.erasures.complete(erasureId, attempt))) throw new ErasureTaken();
      await this.accounts.forgetUser(userId);
    });
  }
}
