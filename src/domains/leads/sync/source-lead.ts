import { targetsOf, typedTargets } from '../csv/csv-columns.js';
import { type ImportedLead, readLead } from '../csv/csv-lead.js';
import type { CustomField } from '../fields/custom-value.js';
import { DERIVED } from '../lead-columns.js';

const FIELDS_AT_MOST = 200;
const ID = /^[!-~](?:[ -~]{0,198}[!-~])?$/;

/**
 * A lead of another system as we write one, or nothing when it cannot be one. Its fields are understood by their names as the
 * columns of a file are; its id is ours as `external_id`. What it does not say it does not take away.
 */
export function leadOf(
  told: unknown,
  source: string,
  fields: readonly CustomField[],
): Record<string, unknown> | undefined {
  if (typeof told !== 'object' || told === null || Array.isArray(told)) return undefined;
  const { properties, ...own } = told as Record<string, unknown>;
  const nested = typeof properties === 'object' && properties !== null ? properties : {};
  const { id, external_id = id, custom_fields, ...known } = { ...own, ...nested } as Record<string, unknown>;
  const cells = Object.entries(known)
    .map(([name, value]): [string, string] => [name, textOf(value)])
    .filter(([, text]) => text !== '')
    .slice(0, FIELDS_AT_MOST);
  const custom = typeof custom_fields === 'object' && custom_fields !== null ? custom_fields : {};
  const names = [...cells.map(([name]) => name), 'custom_fields'];
  const texts = [...cells.map(([, text]) => text), JSON.stringify(custom)];
  const lead = readLead(texts, typedTargets(targetsOf(names, {}), fields));
  if (!('email_norm' in lead)) return undefined;
  const named = typeof external_id === 'number' ? String(external_id) : external_id;
  return {
    source,
    ...withoutDerived(lead as ImportedLead),
    ...(typeof named === 'string' && ID.test(named) && { external_id: named }),
  };
}

function withoutDerived(lead: ImportedLead): Record<string, unknown> {
  return Object.fromEntries(Object.entries(lead).filter(([name]) => !DERIVED.has(name)));
}

/** As it would stand in a cell; empty for what a cell cannot hold. */
function textOf(value: unknown): string {
  if (Array.isArray(value))
    return value.filter((one) => typeof one === 'string' || typeof one === 'number').join(';');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}
