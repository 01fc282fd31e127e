import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import type { PublicFormAnswer } from '../forms/form.dto.js';
import { FormInactive } from '../forms/form.errors.js';
import type { PublishedForm } from '../forms/published-form.js';
import { PublishedForms } from '../forms/published-forms.js';
import { CaptureBatcher } from './capture-batcher.js';
import { isFromRobot, readSubmission } from './submission.js';
import type { SubmissionReceipt } from './submission.dto.js';
import { SubmissionTooLarge } from './submission.errors.js';

const LARGEST_BYTES = 32 * 1024;

/** Turns what strangers send into leads of the form's owner. */
@Injectable()
export class SubmissionService {
  constructor(
    private readonly forms: PublishedForms,
    private readonly captures: CaptureBatcher,
  ) {}

  /** Answers once the lead is committed. A robot is told the same and nothing is kept. */
  async submit(formId: string, body: unknown, bytes: number): Promise<SubmissionReceipt> {
    const form = await this.forms.get(formId);
    if (bytes > LARGEST_BYTES) throw new SubmissionTooLarge();
    if (isFromRobot(body)) return receiptFor(form, newId());
    const submission = readSubmission(form.fields, body);
    const leadId = await this.captures.add({ form, submission });
    if (leadId === null) {
      this.forms.forget(formId);
      throw new FormInactive();
    }
    return receiptFor(form, leadId);
  }

  async formToShow(formId: string): Promise<PublicFormAnswer> {
    const { id, name, fields, styling, settings } = await this.forms.get(formId);
    return { form: { id, name, fields, styling, settings: { redirect_url: settings.redirect_url } } };
  }
}

function receiptFor({ styling, settings }: PublishedForm, leadId: string): SubmissionReceipt {
  return { lead_id: leadId, message: styling.success_message, redirect_url: settings.redirect_url };
}
