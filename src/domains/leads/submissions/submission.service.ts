import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import type { Visitor } from '#platform/http/visitor';
import type { PublicChallenge, PublicFormAnswer } from '../forms/public-form.dto.js';
import { ConfirmationRequests } from '../confirmations/confirmation-requests.js';
import { FormInactive, FormTaken } from '../forms/form.errors.js';
import { FormProtection } from '../forms/form-protection.js';
import { publicFormOf, type PublishedForm } from '../forms/published-form.js';
import { PublishedForms } from '../forms/published-forms.js';
import { FormLimit } from '../protection/form-limit.js';
import { CaptureBatcher } from './capture-batcher.js';
import { refuseUnwanted } from './address-policy.js';
import type { Capture } from './capture.repository.js';
import { isFromRobot, proofsOf, readSubmission, suggestionFor } from './submission.js';
import type { SubmissionReceipt } from './submission.dto.js';
import { SubmissionTooLarge } from './submission.errors.js';

const LARGEST_BYTES = 32 * 1024;
const CONFIRM_BY_MAIL = 'Almost there: a mail has been sent to you. Please follow its link to confirm.';

/** What is known of the request beside its body. */
export interface Visit extends Visitor {
  /** Of the body. */
  bytes: number;
}

/** Turns what strangers send into leads of the form's owner. */
@Injectable()
export class SubmissionService {
  constructor(
    private readonly forms: PublishedForms,
    private readonly protection: FormProtection,
    private readonly limit: FormLimit,
    private readonly captures: CaptureBatcher,
    private readonly confirmations: ConfirmationRequests,
  ) {}

  /**
   * Answers once the lead is committed, or with double opt-in what it will be made of. A robot is told the same and nothing
   * is kept. Only what could be kept counts against the limit of the form, so that robots cannot use it up for people.
   */
  async submit(formId: string, body: unknown, visit: Visit): Promise<SubmissionReceipt> {
    const form = await this.forms.get(formId);
    if (visit.bytes > LARGEST_BYTES) throw new SubmissionTooLarge();
    const { token, solution } = proofsOf(body);
    const email_suggestion = suggestionFor(body);
    if (isFromRobot(body) || this.protection.judge(form, token) === 'robot')
      return receiptFor(form, newId(), email_suggestion);
    const submission = readSubmission(form.fields, body);
    refuseUnwanted(form.settings, submission.email);
    const once = await this.protection.taken(form, token, solution);
    this.limit.take(form);
    const leadId = await this.keep({ form, submission, ip: visit.ip, once }, visit);
    return receiptFor(form, leadId, email_suggestion);
  }

  async formToShow(formId: string): Promise<PublicFormAnswer> {
    const form = await this.forms.get(formId);
    return { form: publicFormOf(form, this.protection.tokenFor(form)) };
  }

  /** A puzzle for the visitor's browser; each time another one. */
  async challenge(formId: string): Promise<PublicChallenge> {
    return this.protection.challenge(await this.forms.get(formId));
  }

  /** The lead's id; null while it is none. */
  private async keep(capture: Capture, visitor: Visitor): Promise<string | null> {
    const { form } = capture;
    if (form.settings.double_opt_in) {
      await this.confirmations.ask(capture, visitor);
      return null;
    }
    const kept = await this.captures.add(capture);
    if (kept === 'taken') throw new FormTaken();
    if (kept !== 'inactive') return kept.leadId;
    this.forms.forget(form.id);
    throw new FormInactive();
  }
}

function receiptFor(
  { styling, settings }: PublishedForm,
  lead_id: string | null,
  email_suggestion: string | null,
): SubmissionReceipt {
  const suggestion = email_suggestion === null ? {} : { email_suggestion };
  if (settings.double_opt_in)
    return {
      lead_id: null,
      message: CONFIRM_BY_MAIL,
      redirect_url: null,
      confirmation_required: true,
      ...suggestion,
    };
  return { lead_id, message: styling.success_message, redirect_url: settings.redirect_url, ...suggestion };
}
