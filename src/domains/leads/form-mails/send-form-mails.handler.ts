import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import { ConfirmationLinks } from '../confirmations/confirmation-links.js';
import { storedSettings } from '../forms/form-definition.js';
import { FormInactive } from '../forms/form.errors.js';
import type { PublishedForm } from '../forms/published-form.js';
import { PublishedForms } from '../forms/published-forms.js';
import { AddressStanding } from './address-standing.js';
import { type SendFormMails, SendFormMailsJob } from './form-mail.jobs.js';
import { type DueConfirmation, type DueNotice, FormMailRepository } from './form-mail.repository.js';
import { confirmationText, noticeText } from './form-mail.texts.js';
import { FormMailer } from './form-mailer.js';

const AT_ONCE = 10;
/** Seconds until the next attempt; after the last one nobody waits for the mail any more. */
const TRIED_AGAIN_AFTER = [15, 60, 300, 900, 3_600, 3_600, 3_600];

/** Sends what is due of the mails of forms, a few at a time. */
@Injectable()
@Handles(SendFormMailsJob)
export class SendFormMailsHandler implements JobHandler<SendFormMails> {
  constructor(
    private readonly mails: FormMailRepository,
    private readonly mailer: FormMailer,
    private readonly forms: PublishedForms,
    private readonly links: ConfirmationLinks,
    private readonly standing: AddressStanding,
  ) {}

  async handle(_: SendFormMails, { signal }: JobRun): Promise<void> {
    while (!signal.aborted) {
      const confirmations = await this.mails.claimConfirmations(AT_ONCE);
      const notices = await this.mails.claimNotices(AT_ONCE);
      if (confirmations.length + notices.length === 0) return;
      const barred = await this.barred(confirmations);
      await Promise.all([
        ...confirmations.map((due) =>
          barred.has(due.id) ? this.mails.postponeConfirmation(due, null) : this.ask(due, signal),
        ),
        ...notices.map((due) => this.tell(due, signal)),
      ]);
    }
  }

  /** Who must not be written to is not, and whoever has sent the form hears nothing of that. */
  private async barred(confirmations: readonly DueConfirmation[]): Promise<ReadonlySet<string>> {
    if (confirmations.length === 0) return new Set();
    return this.standing.barred(
      confirmations.map(({ id, owner_id, email }) => ({ id, ownerId: owner_id, email })),
    );
  }

  private async ask(due: DueConfirmation, signal: AbortSignal): Promise<void> {
    const form = await this.formOf(due.form_id);
    if (!form) return this.mails.postponeConfirmation(due, null);
    const text = confirmationText(form.settings, due.agreed, this.links.to(due.id));
    const mail = { id: due.id, to: due.email, headers: BY_A_MACHINE, ...text };
    const posted = await this.mailer.post(mail, () => this.mails.leaveConfirmation(due), signal);
    if (posted === 'again')
      await this.mails.postponeConfirmation(due, TRIED_AGAIN_AFTER[due.attempt - 1] ?? null);
    else if (posted === 'never') await this.mails.postponeConfirmation(due, null);
  }

  /** A notice that does not get away is tried again when its claim is over. */
  private async tell(due: DueNotice, signal: AbortSignal): Promise<void> {
    if (due.is_enough) return;
    const { send_email_notification, notification_email } = storedSettings(due.settings, due.notify_email);
    if (!send_email_notification || notification_email === null) return this.mails.dropNotice(due);
    const text = noticeText(due.form_name, due.untold, due.leads);
    const mail = { id: newId(), to: notification_email, headers: BY_A_MACHINE, ...text };
    const posted = await this.mailer.post(mail, () => this.mails.leaveNotice(due), signal);
    if (posted === 'never') await this.mails.leaveNotice(due);
  }

  private async formOf(formId: string): Promise<PublishedForm | undefined> {
    return this.forms.get(formId).catch((error: unknown) => {
      if (error instanceof FormInactive) return undefined;
      throw error;
    });
  }
}

/** Keeps answers of absent people away (RFC 3834). */
const BY_A_MACHINE = { 'Auto-Submitted': 'auto-generated' };
