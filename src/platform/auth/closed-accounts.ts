import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { Accounts } from '#platform/accounts/accounts';
import { AccountDeleted } from '#platform/accounts/accounts.errors';

/**
 * Refuses tokens of closed accounts where somebody else verifies tokens. What the token says is not proven here, and nothing is
 * given for it: who lies is refused, or is verified next.
 */
@Injectable()
export class ClosedAccounts {
  constructor(private readonly accounts: Accounts) {}

  async refuse(authorization: string | undefined): Promise<void> {
    const subject = subjectOf(authorization);
    if (subject === undefined) return;
    const { state } = await this.accounts.standing(subject);
    if (state === 'closed') throw new AccountDeleted();
  }
}

function subjectOf(authorization = ''): string | undefined {
  const claims = /^Bearer\s+[^.\s]+\.([^.]+)\./i.exec(authorization)?.[1];
  if (claims === undefined) return undefined;
  try {
    const { sub } = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8')) as { sub?: unknown };
    return isUuid(sub) ? sub : undefined;
  } catch {
    return undefined;
  }
}
