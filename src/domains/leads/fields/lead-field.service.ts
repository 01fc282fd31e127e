import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { breaksUnique } from '#platform/database/database.errors';
import { checkCustomFields } from './custom-fields.js';
import type { CreateLeadField, CustomType, LeadField, UpdateLeadField } from './lead-field.dto.js';
import {
  CustomFieldsInvalid,
  LeadFieldExists,
  LeadFieldInvalid,
  LeadFieldNotFound,
  TooManyLeadFields,
} from './lead-field.errors.js';
import { LeadFieldRepository } from './lead-field.repository.js';

/** What owners want to know of their leads. */
@Injectable()
export class LeadFieldService {
  constructor(
    private readonly database: Database,
    private readonly fields: LeadFieldRepository,
  ) {}

  list(ownerId: string): Promise<LeadField[]> {
    return this.fields.list(ownerId);
  }

  async define(ownerId: string, wanted: CreateLeadField): Promise<LeadField> {
    refuseContradiction(wanted.type, wanted.options ?? []);
    try {
      const field = await this.fields.add(ownerId, wanted);
      if (!field) throw new TooManyLeadFields();
      return field;
    } catch (error) {
      throw breaksUnique(error, 'lead_fields_pkey') ? new LeadFieldExists(wanted.key) : error;
    }
  }

  change(ownerId: string, key: string, changes: UpdateLeadField): Promise<LeadField> {
    return this.database.transaction(async () => {
      const { type, options } = await this.get(ownerId, key);
      refuseContradiction(type, changes.options ?? options);
      await this.fields.change(ownerId, key, changes);
      return this.get(ownerId, key);
    });
  }

  /** What leads hold under the key stays, and may be anything from now on. */
  async remove(ownerId: string, key: string): Promise<void> {
    if (!(await this.fields.remove(ownerId, key))) throw new LeadFieldNotFound();
  }

  /** The values as they are kept; refused with every field that is wrong. Of a `whole` lead what is required must be there. */
  async checked(
    ownerId: string,
    given: Record<string, unknown> | undefined,
    whole: boolean,
  ): Promise<Record<string, unknown> | undefined> {
    if (given === undefined && !whole) return undefined;
    const { values, issues } = checkCustomFields(await this.fields.list(ownerId), given ?? {}, whole);
    const [first] = issues;
    if (first) throw new CustomFieldsInvalid(first.message).withIssues(issues);
    return given && values;
  }

  private async get(ownerId: string, key: string): Promise<LeadField> {
    const field = (await this.fields.list(ownerId)).find((one) => one.key === key);
    if (!field) throw new LeadFieldNotFound();
    return field;
  }
}

function refuseContradiction(type: CustomType, options: readonly string[]): void {
  const hasChoice = type === 'select' || type === 'multiselect';
  if (hasChoice && options.length === 0) throw new LeadFieldInvalid('A select needs at least one option.');
  if (!hasChoice && options.length > 0) throw new LeadFieldInvalid('Only a select has options.');
}
