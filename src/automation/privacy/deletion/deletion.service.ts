import { Injectable } from '@nestjs/common';
import { isUuid, newId } from '#kernel/ids';
import { Accounts } from '#platform/accounts/accounts';
import type { Caller } from '#platform/auth/caller';
import { Database } from '#platform/database/database';
import type { Visitor } from '#platform/http/visitor';
import { TenantJobs } from '#platform/jobs/tenant-jobs';
import { AuditRepository } from '../audit/audit.repository.js';
import {
  ConfirmationWrong,
  DeletionPending,
  NoDeletionPending,
  ReceiptNotFound,
  RequestTaken,
} from '../privacy.errors.js';
import type { DeletedAccount, DeletionState, ErasureReceipt, RequestDeletion } from './deletion.dto.js';
import { DeletionRequestRepository } from './deletion-request.repository.js';
import { Closing } from './closing.js';

/** Accounts that their users delete: after some days in which it can be undone, or at once. */
@Injectable()
export class DeletionService {
  constructor(
    private readonly database: Database,
    private readonly accounts: Accounts,
    private readonly requests: DeletionRequestRepository,
    private readonly jobs: TenantJobs,
    private readonly audit: AuditRepository,
    private readonly closing: Closing,
  ) {}

  async state(userId: string): Promise<DeletionState> {
    const standing = await this.accounts.standing(userId);
    return standing.state === 'resting'
      ? { state: 'resting', erase_at: standing.eraseAt }
      : { state: 'open', erase_at: null };
  }

  /** Nothing is done for the account from now on, and after the days of grace it is deleted. */
  request(caller: Caller, wanted: RequestDeletion, visitor: Visitor): Promise<DeletionState> {
    confirmed(caller, wanted.confirmation);
    const { grace_days: days, requestId = newId() } = wanted;
    return this.database.transaction(async () => {
      const eraseAt = await this.accounts.rest(caller.id, days);
      if (eraseAt === undefined) throw new DeletionPending();
      if (!(await this.requests.add(caller.id, requestId))) throw new RequestTaken();
      await this.jobs.putOff(caller.id);
      await this.audit.record(caller.id, 'deletion.requested', { erase_at: eraseAt }, visitor);
      return { state: 'resting', erase_at: eraseAt };
    });
  }

  /** All goes on where it stopped; what would have been due meanwhile is due now, as far as its own rules allow. */
  undo(userId: string, visitor: Visitor): Promise<DeletionState> {
    return this.database.transaction(async () => {
      if (!(await this.accounts.lift(userId))) throw new NoDeletionPending();
      await this.requests.undo(userId);
      await this.jobs.resume(userId);
      await this.audit.record(userId, 'deletion.undone', {}, visitor);
      return { state: 'open', erase_at: null };
    });
  }

  /** The account is closed when this answers, wherever its tokens are shown; what it held is deleted by a worker. */
  async deleteNow(caller: Caller, confirmation: string | undefined): Promise<DeletedAccount> {
    confirmed(caller, confirmation);
    const erasureId = await this.closing.close(caller.id);
    if (erasureId === undefined) throw new DeletionPending();
    await this.accounts.settled();
    return { message: 'Account deleted successfully', user_id: caller.id, receipt_id: erasureId };
  }

  async receipt(erasureId: string): Promise<ErasureReceipt> {
    const receipt = isUuid(erasureId) ? await this.closing.receipt(erasureId) : undefined;
    if (!receipt) throw new ReceiptNotFound();
    return receipt;
  }
}

function confirmed({ email }: Caller, confirmation: string | undefined): void {
  if (confirmation === undefined || confirmation === 'DELETE') return;
  if (email === undefined || confirmation.trim().toLowerCase() !== email.toLowerCase())
    throw new ConfirmationWrong();
}
