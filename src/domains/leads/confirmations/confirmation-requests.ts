import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import type { Visitor } from '#platform/http/visitor';
import { Jobs } from '#platform/jobs/jobs';
import { MAIL } from '../consents/consent.dto.js';
import { SendFormMailsJob } from '../form-mails/form-mail.jobs.js';
import { FormInactive, FormTaken } from '../forms/form.errors.js';
import { PublishedForms } from '../forms/published-forms.js';
import { OnceRepository } from '../protection/once.repository.js';
import type { Capture } from '../submissions/capture.repository.js';
import { agreement, type Submission } from '../submissions/submission.js';
import { ConfirmationRepository } from './confirmation.repository.js';

/** Asks visitors of forms with double opt-in to confirm what they have sent. */
@Injectable()
export class ConfirmationRequests {
  constructor(
    private readonly database: Database,
    private readonly confirmations: ConfirmationRepository,
    private readonly once: OnceRepository,
    private readonly forms: PublishedForms,
    private readonly jobs: Jobs,
  ) {}

  /** Keeps the submission and asks for the mail: both, or neither. */
  ask({ form, submission, once }: Capture, visitor: Visitor): Promise<void> {
    return this.database.transaction(async () => {
      if (!(await this.once.take(once))) throw new FormTaken();
      const agreeing = withConsent(submission, form.settings.confirmation_message);
      const outcome = await this.confirmations.ask(form, agreeing, visitor);
      if (outcome === 'inactive') {
        this.forms.forget(form.id);
        throw new FormInactive();
      }
      if (outcome === 'asked') await this.jobs.send(SendFormMailsJob, { askedBy: 'form' });
    });
  }
}

/** The mail asks for consent to be written to, so that following its link gives it, whatever the form asks for besides. */
function withConsent(submission: Submission, message: string): Submission {
  const { agreed } = submission;
  const asked = agreed.some(({ purpose }) => purpose === MAIL)
    ? agreed
    : [...agreed, agreement(MAIL, message)];
  return { ...submission, consent: 'granted', agreed: asked };
}
