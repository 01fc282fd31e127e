import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { AddressStanding } from '../form-mails/address-standing.js';
import { FormInactive } from '../forms/form.errors.js';
import type { PublishedForm } from '../forms/published-form.js';
import { PublishedForms } from '../forms/published-forms.js';
import { CaptureRepository } from '../submissions/capture.repository.js';
import type { Agreement } from '../submissions/submission.js';
import { type Confirmation, ConfirmationRepository } from './confirmation.repository.js';

/** What a link stands for: nothing, a submission that waits, one that became a lead, or one whose time is over. */
export type Confirming =
  | { state: 'unknown' | 'over' | 'closed' }
  | { state: 'waiting'; form: PublishedForm; agreed: readonly Agreement[] }
  | { state: 'confirmed'; form: PublishedForm };

/** Submissions of forms with double opt-in: leads once whoever reads the address's mail has confirmed them. */
@Injectable()
export class ConfirmationService {
  constructor(
    private readonly database: Database,
    private readonly confirmations: ConfirmationRepository,
    private readonly captures: CaptureRepository,
    private readonly forms: PublishedForms,
    private readonly standing: AddressStanding,
  ) {}

  /** What a page that asks has to know; nothing changes. */
  async look(confirmationId: string | undefined): Promise<Confirming> {
    return this.stateOf(confirmationId && (await this.confirmations.find(confirmationId, false)));
  }

  /**
   * Makes the lead, once: a second time gives the same answer. Who had wanted no more mail and agrees anew is written to again, in
   * the same transaction.
   */
  confirm(confirmationId: string | undefined, ip: string | null): Promise<Confirming> {
    return this.database.transaction(async () => {
      const found = confirmationId && (await this.confirmations.find(confirmationId, true));
      const state = await this.stateOf(found);
      if (!found || !found.submission || state.state !== 'waiting') return state;
      const { form } = state;
      const confirmed = { asked_at: found.created_at, asked_from: found.ip };
      const [kept] = await this.captures.keep([
        { form, submission: found.submission, ip, once: [], confirmed },
      ]);
      if (typeof kept !== 'object') return { state: 'closed' };
      await this.confirmations.settle(found.id, kept.leadId);
      await this.standing.agreedAnew(form.ownerId, found.submission.email);
      return { state: 'confirmed', form };
    });
  }

  private async stateOf(found: Confirmation | '' | undefined): Promise<Confirming> {
    if (!found) return { state: 'unknown' };
    if (found.confirmed_at === null && found.is_over) return { state: 'over' };
    try {
      const form = await this.forms.get(found.form_id);
      if (found.confirmed_at !== null) return { state: 'confirmed', form };
      return { state: 'waiting', form, agreed: found.submission?.agreed ?? [] };
    } catch (error) {
      if (error instanceof FormInactive) return { state: 'closed' };
      throw error;
    }
  }
}
