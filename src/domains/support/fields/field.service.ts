import { Injectable } from '@nestjs/common';
import type { FieldIssue } from '#kernel/errors';
import { breaksUnique } from '#platform/database/database.errors';
import { Database } from '#platform/database/database';
import { FieldKeyTaken, FieldNotFound, FieldUnfit, FieldValuesUnfit } from '../support.errors.js';
import type { AskedField, NewTicketField, TicketField, UpdateTicketField } from './field.dto.js';
import { FieldRepository, type ValueDraft } from './field.repository.js';
import { type FieldValue, meantBy, readFieldValue } from './field-value.js';

const MOST = 50;

/** Custom fields of tickets, and values held against them. */
@Injectable()
export class FieldService {
  constructor(
    private readonly database: Database,
    private readonly fields: FieldRepository,
  ) {}

  list(): Promise<TicketField[]> {
    return this.fields.all();
  }

  /** Those that whoever asks may fill in. */
  async asked(): Promise<AskedField[]> {
    const open = (await this.fields.all()).filter(({ visibility }) => visibility === 'public');
    return open.map(({ key, label, type, options, required }) => ({ key, label, type, options, required }));
  }

  /** Throws `support/field-key-taken`, and `support/field-unfit` for one that could not be filled in. */
  async add(adminId: string, field: NewTicketField): Promise<TicketField> {
    const { type, options = [], visibility = 'internal', required = false } = field;
    checkShape({ type, options, visibility, required });
    if ((await this.fields.all()).length >= MOST) throw new FieldUnfit(`There can be ${MOST} custom fields.`);
    try {
      return await this.fields.add(adminId, field);
    } catch (error) {
      if (breaksUnique(error, 'support_fields_pkey')) throw new FieldKeyTaken(field.key);
      throw error;
    }
  }

  async update(key: string, changes: UpdateTicketField): Promise<TicketField> {
    return this.database.transaction(async () => {
      const changed = await this.fields.update(key, changes);
      if (!changed) throw new FieldNotFound(key);
      checkShape(changed);
      return changed;
    });
  }

  async remove(key: string): Promise<void> {
    if (!(await this.fields.remove(key))) throw new FieldNotFound(key);
  }

  /**
   * What whoever asks, or the desk, has filled in; throws `support/field-values-unfit` with what is wrong. Whoever asks knows
   * nothing of internal fields, and must fill in those that are required.
   */
  async checked(given: Readonly<Record<string, unknown>>, by: 'asker' | 'desk'): Promise<ValueDraft[]> {
    const known = (await this.fields.all()).filter(
      ({ visibility }) => by === 'desk' || visibility === 'public',
    );
    const byKey = new Map(known.map((field) => [field.key, field]));
    const issues: FieldIssue[] = [];
    const values = Object.entries(given).flatMap(([key, value]): ValueDraft[] => {
      const field = byKey.get(key);
      const read = field ? readFieldValue(field, value) : { problem: 'is no field there is' };
      if ('problem' in read) issues.push({ path: `fields.${key}`, message: `${key} ${read.problem}` });
      return field && 'value' in read ? [{ key, visibility: field.visibility, value: read.value }] : [];
    });
    const filled = new Set(values.filter(({ value }) => value !== null).map(({ key }) => key));
    for (const { key, required } of by === 'asker' ? known : [])
      if (required && !filled.has(key) && !issues.some(({ path }) => path === `fields.${key}`))
        issues.push({ path: `fields.${key}`, message: `${key} is required` });
    if (issues[0]) throw new FieldValuesUnfit(issues[0].message).withIssues(issues);
    return values;
  }

  /** Values that `key:value` of a query means; throws `support/field-values-unfit` for what no ticket can say. */
  async wanted(pairs: readonly string[]): Promise<{ key: string; value: FieldValue }[]> {
    if (pairs.length === 0) return [];
    const byKey = new Map((await this.fields.all()).map((field) => [field.key, field]));
    return pairs.map((pair) => {
      const [key = '', ...rest] = pair.split(':');
      const field = byKey.get(key);
      const value = field && meantBy(field, rest.join(':'));
      if (value === undefined) throw new FieldValuesUnfit(`field: no ticket can say ${pair.slice(0, 100)}`);
      return { key, value };
    });
  }
}

function checkShape(field: Pick<TicketField, 'type' | 'options' | 'visibility' | 'required'>): void {
  if ((field.type === 'select') !== field.options.length > 0)
    throw new FieldUnfit('A select has options, and nothing else has.');
  if (field.required && field.visibility === 'internal')
    throw new FieldUnfit('Whoever asks cannot be required to fill in an internal field.');
}
