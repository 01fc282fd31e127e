import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { FieldIssue } from '#kernel/errors';
import { issuesOf, trapIssues } from '#platform/http/validation';
import { checkCustomFields } from '../fields/custom-fields.js';
import type { CustomField } from '../fields/custom-value.js';
import { columnsOf, withFindings, withPhone } from '../lead-columns.js';
import { UpsertLead } from './upsert.dto.js';

/** One lead of a batch, as columns of the table. */
export interface Item {
  index: number;
  columns: Record<string, unknown>;
}

/** Why one lead of a batch is refused. */
export interface Refusal {
  index: number;
  issues: FieldIssue[];
}

const STRICT = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: true,
  stopAtFirstError: true,
};

/** Reads each of a batch by itself. A key that is there twice is refused the second time: which of both counts nobody knows. */
export function readItems(
  given: readonly unknown[],
  fields: readonly CustomField[],
): { items: Item[]; refused: Refusal[] } {
  const items: Item[] = [];
  const refused: Refusal[] = [];
  const seen = new Map<string, number>();
  for (const [index, one] of given.entries()) {
    const { columns, issues } = readItem(one, fields);
    const keys = keysOf(columns);
    const earlier = keys.map((key) => seen.get(key)).find((place) => place !== undefined);
    if (issues.length === 0 && earlier !== undefined)
      issues.push({ path: '', message: `is the same lead as number ${earlier} of the batch` });
    if (issues.length > 0) {
      refused.push({ index, issues });
      continue;
    }
    for (const key of keys) seen.set(key, index);
    items.push({ index, columns });
  }
  return { items, refused };
}

function readItem(
  given: unknown,
  fields: readonly CustomField[],
): { columns: Record<string, unknown>; issues: FieldIssue[] } {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    return { columns: {}, issues: [{ path: '', message: 'must be an object' }] };
  const traps = trapIssues(given);
  if (traps.length > 0) return { columns: {}, issues: traps };
  const lead = plainToInstance(UpsertLead, given);
  const issues = issuesOf(validateSync(lead, STRICT));
  if (issues.length > 0) return { columns: {}, issues };
  if (lead.email === undefined && !lead.external_id)
    return { columns: {}, issues: [{ path: 'email', message: 'must be there, or external_id' }] };
  const { values, issues: wrong } = checkCustomFields(fields, lead.custom_fields ?? {}, false);
  const custom = lead.custom_fields && { custom_fields: values };
  return { columns: columnsOf(withPhone(withFindings({ ...lead, ...custom }))), issues: wrong };
}

/** By what a lead is known, in the order in which it counts. */
function keysOf({ external_id, email_norm }: Record<string, unknown>): string[] {
  return [
    ...(typeof external_id === 'string' ? [`id ${external_id}`] : []),
    ...(typeof email_norm === 'string' ? [`at ${email_norm}`] : []),
  ];
}
