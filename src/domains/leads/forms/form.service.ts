import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Settings } from '#platform/config/settings';
import { Database } from '#platform/database/database';
import type { PageQuery } from '#platform/http/page-query';
import { embedCodeOf } from './embed-code.js';
import type { CreateForm, EmbedCode, Form, UpdateForm } from './form.dto.js';
import { completeFields, completeSettings, completeStyling } from './form-definition.js';
import { FormNotFound } from './form.errors.js';
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

  create(ownerId: string, wanted: CreateForm): Promise<Form> {
    return this.forms.add(ownerId, {
      name: wanted.name ?? 'New Form',
      campaign_id: wanted.campaign_id ?? null,
      campaign_name: wanted.campaign_name ?? '',
      fields: completeFields(wanted.fields),
      styling: completeStyling(wanted.styling),
      settings: completeSettings(wanted.settings),
      active: wanted.active ?? true,
    });
  }

  /** Changes what is named; styling and settings change key by key. */
  update(ownerId: string, formId: string, wanted: UpdateForm): Promise<Form> {
    return this.database.transaction(async () => {
      const before = await this.get(ownerId, formId);
      const form = await this.forms.change(ownerId, formId, {
        name: wanted.name ?? before.name,
        campaign_id: wanted.campaign_id === undefined ? before.campaign_id : wanted.campaign_id,
        campaign_name: wanted.campaign_name === undefined ? before.campaign_name : wanted.campaign_name,
        fields: wanted.fields ? completeFields(wanted.fields) : before.fields,
        styling: completeStyling(wanted.styling, before.styling),
        settings: completeSettings(wanted.settings, before.settings),
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
    return embedCodeOf(form.id, this.settings.backendUrl);
  }
}
