import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { breaksReference } from '#platform/database/database.errors';
import { BY_ID, newestFirst } from '#platform/database/newest-first';
import type { PageQuery } from '#platform/http/page-query';
import type { FormStyling } from '../styling/form-styling.dto.js';
import { storedStyling } from '../styling/form-styling.js';
import type { Form, FormField } from './form.dto.js';
import type { FormSettings } from './form-settings.dto.js';
import { FormCampaignUnknown } from './form.errors.js';
import { storedFields, storedSettings } from './form-definition.js';
import type { PublishedForm } from './published-form.js';

/** A form's own words, complete. */
export interface FormContent {
  name: string;
  campaign_id: string | null;
  campaign_name: string | null;
  fields: FormField[];
  styling: FormStyling;
  settings: FormSettings;
  active: boolean;
}

interface FormRow extends Omit<Form, 'fields' | 'styling' | 'settings'> {
  fields: unknown;
  styling: unknown;
  settings: unknown;
  notify_email: string | null;
}

const COLUMNS = [
  'id',
  'name',
  'campaign_id',
  'campaign_name',
  'fields',
  'styling',
  'settings',
  'notify_email',
  'active',
  'submissions_count',
  'last_submission_at',
  'created_by',
  'created_at',
  'updated_at',
] as const;

@Injectable()
export class FormRepository {
  constructor(private readonly database: Database) {}

  private get tables() {
    return this.database.tables('lead_capture_forms');
  }

  /** Newest first. */
  async list(ownerId: string, page: PageQuery): Promise<Page<Form>> {
    const own = this.tables
      .selectFrom('lead_capture_forms')
      .select(COLUMNS)
      .where('created_by', '=', ownerId);
    const { items, nextCursor } = await newestFirst(own, page, BY_ID);
    return { items: items.map(toForm), nextCursor };
  }

  async find(ownerId: string, formId: string): Promise<Form | undefined> {
    const row = await this.tables
      .selectFrom('lead_capture_forms')
      .select(COLUMNS)
      .where('id', '=', formId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return row && toForm(row);
  }

  async add(ownerId: string, content: FormContent): Promise<Form> {
    const row = await this.tables
      .insertInto('lead_capture_forms')
      .values({ id: newId(), created_by: ownerId, ...columnsOf(content) })
      .returning(COLUMNS)
      .executeTakeFirstOrThrow()
      .catch(explain);
    return toForm(row);
  }

  async change(ownerId: string, formId: string, content: FormContent): Promise<Form | undefined> {
    const row = await this.tables
      .updateTable('lead_capture_forms')
      .set(columnsOf(content))
      .where('id', '=', formId)
      .where('created_by', '=', ownerId)
      .returning(COLUMNS)
      .executeTakeFirst()
      .catch(explain);
    return row && toForm(row);
  }

  async remove(ownerId: string, formId: string): Promise<boolean> {
    const { numDeletedRows } = await this.tables
      .deleteFrom('lead_capture_forms')
      .where('id', '=', formId)
      .where('created_by', '=', ownerId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /** What a visitor may see of an active form, whoever owns it. */
  async published(formId: string): Promise<PublishedForm | undefined> {
    const row = await this.database.asService('leads.capture', () =>
      this.tables
        .selectFrom('lead_capture_forms')
        .select(COLUMNS)
        .where('id', '=', formId)
        .where('active', '=', true)
        .executeTakeFirst(),
    );
    if (!row) return undefined;
    const { id, name, campaign_name, created_by, fields, styling, settings } = toForm(row);
    return { id, ownerId: created_by, name, campaignName: campaign_name, fields, styling, settings };
  }
}

/** Postgres itself holds that a form and its campaign have one owner. */
function explain(error: unknown): never {
  if (!breaksReference(error, 'lead_capture_forms_campaign')) throw error;
  throw new FormCampaignUnknown().withIssues([
    { path: 'campaign_id', message: 'campaign_id must be one of your campaigns' },
  ]);
}

function columnsOf({ fields, styling, settings: chosen, ...content }: FormContent) {
  const { notification_email, ...settings } = chosen;
  return {
    ...content,
    fields: JSON.stringify(fields),
    styling: JSON.stringify(styling),
    settings: JSON.stringify(settings),
    notify_email: notification_email,
  };
}

function toForm({ notify_email, ...row }: FormRow): Form {
  return {
    ...row,
    fields: storedFields(row.fields),
    styling: storedStyling(row.styling),
    settings: storedSettings(row.settings, notify_email),
  };
}
