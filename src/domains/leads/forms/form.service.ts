import { Injectable } from '@nestjs/common';
import { isMailAddress, normaliseMailAddress } from '#kernel/address';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import type { Caller } from '#platform/auth/caller';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import { completeStyling } from '../styling/form-styling.js';
import { embedCodeOf } from './embed-code.js';
import type { CreateForm, EmbedCode, Form, UpdateForm } from './form.dto.js';
import { completeFields, completeSettings } from './form-definition.js';
import type { FormSettingsInput } from './form-settings.dto.js';
import { FormNotFound, FormNoticeNotOwn } from './form.errors.js';
import { FormRepository } from './form.repository.js';
import { PublishedForms } from './published-forms.js';

/** The forms a marketer builds. */
@Injectable()
export class FormService {
  constructor(
    private readonly database: Database,
    private readonly forms: FormRepository,
    private readonly published: PublishedForms,
    private readonly settings: Settings,
  ) {}

  list(ownerId: string, page: PageQuery): Promise<Page<Form>> {
    return this.forms.list(ownerId, page);
  }

  async get(ownerId: string, formId: string): Promise<Form> {
    const form = isUuid(formId) ? await this.forms.find(ownerId, formId) : undefined;
    if (!form) throw new FormNotFound();
    return form;
  }

  create({ id: ownerId, email }: Caller, wanted: CreateForm): Promise<Form> {
    return this.forms.add(ownerId, {
      name: wanted.name ?? 'New Form',
      campaign_id: wanted.campaign_id ?? null,
      campaign_name: wanted.campaign_name ?? '',
      fields: completeFields(wanted.fields),
      styling: completeStyling(wanted.styling),
      settings: completeSettings({ ...wanted.settings, notification_email: toldAt(email, wanted.settings) }),
      active: wanted.active ?? true,
    });
  }

  /** Changes what is named; styling and settings change key by key. */
  update({ id: ownerId, email }: Caller, formId: string, wanted: UpdateForm): Promise<Form> {
    return this.database.transaction(async () => {
      const before = await this.get(ownerId, formId);
      const form = await this.forms.change(ownerId, formId, {
        name: wanted.name ?? before.name,
        campaign_id: wanted.campaign_id === undefined ? before.campaign_id : wanted.campaign_id,
        campaign_name: wanted.campaign_name === undefined ? before.campaign_name : wanted.campaign_name,
        fields: wanted.fields ? completeFields(wanted.fields) : before.fields,
        styling: completeStyling(wanted.styling, before.styling),
        settings: completeSettings(
          { ...wanted.settings, notification_email: toldAt(email, wanted.settings, before) },
          before.settings,
        ),
        active: wanted.active ?? before.active,
      });
      if (!form) throw new FormNotFound();
      this.database.onCommit(() => this.published.forget(formId));
      return form;
    });
  }

  /** Its leads stay; they no longer say which form they came by. */
  async remove(ownerId: string, formId: string): Promise<void> {
    if (!isUuid(formId) || !(await this.forms.remove(ownerId, formId))) throw new FormNotFound();
    this.published.forget(formId);
  }

  async embedCode(ownerId: string, formId: string): Promise<EmbedCode> {
    const form = await this.get(ownerId, formId);
    return embedCodeOf(form, this.settings.backendUrl);
  }
}

/**
 * Where the owner of a form is told: nowhere but at the own address, so that nobody has mails sent to somebody else. The
 * address a form has was its owner's when it was set, and may stay.
 */
function toldAt(
  email: string | undefined,
  wanted: FormSettingsInput | null | undefined,
  before?: Form,
): string | null {
  const own = isMailAddress(email) ? email : null;
  const kept = before ? before.settings.notification_email : own;
  const address = wanted?.notification_email;
  if (address === undefined) return kept;
  if (address === null) return null;
  const allowed = [own, kept].find(
    (one) => one !== null && normaliseMailAddress(one) === normaliseMailAddress(address),
  );
  if (allowed === undefined)
    throw new FormNoticeNotOwn().withIssues([
      { path: 'settings.notification_email', message: 'notification_email must be your own address or null' },
    ]);
  return allowed;
}
