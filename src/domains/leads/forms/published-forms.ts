import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import { FormInactive } from './form.errors.js';
import { FormRepository } from './form.repository.js';
import type { PublishedForm } from './published-form.js';

const FRESH_MS = 5_000;
const KEPT_AT_MOST = 2_000;

interface Kept {
  form: Promise<PublishedForm | undefined>;
  until: number;
}

/**
 * Active forms, remembered for five seconds so that a busy form is not read from the database for each visitor. A change
 * made through this process shows at once; one made elsewhere within five seconds.
 */
@Injectable()
export class PublishedForms {
  private readonly kept = new Map<string, Kept>();

  constructor(private readonly forms: FormRepository) {}

  /** Unknown, malformed and inactive ids are refused alike. */
  async get(formId: string): Promise<PublishedForm> {
    const form = isUuid(formId) ? await this.remembered(formId.toLowerCase()) : undefined;
    if (!form) throw new FormInactive();
    return form;
  }

  forget(formId: string): void {
    this.kept.delete(formId.toLowerCase());
  }

  private remembered(formId: string): Promise<PublishedForm | undefined> {
    const known = this.kept.get(formId);
    if (known && known.until > Date.now()) return known.form;
    if (this.kept.size >= KEPT_AT_MOST) this.forgetOldest();
    const form = this.forms.published(formId);
    this.kept.delete(formId);
    this.kept.set(formId, { form, until: Date.now() + FRESH_MS });
    form.catch(() => this.forget(formId));
    return form;
  }

  private forgetOldest(): void {
    const [oldest] = this.kept.keys();
    if (oldest !== undefined) this.kept.delete(oldest);
  }
}
