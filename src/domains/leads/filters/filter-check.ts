import type { FieldIssue } from '#kernel/errors';
import { isUuid } from '#kernel/ids';
import { isCleanText } from '../lead-text.js';
import { CUSTOM_KINDS, FILTER_FIELDS, type FilterField } from './filter-fields.js';
import {
  CUSTOM,
  EVENTS,
  type EventCondition,
  type FieldCondition,
  type FieldKind,
  type Filter,
  type LeadEvent,
  MOST_DEPTH,
  MOST_NODES,
  OPERATORS,
  type Operator,
} from './filter.js';
import { operandOf } from './operand.js';

/** What custom fields with a definition are read as, by their keys. */
export type CustomKinds = ReadonlyMap<string, FieldKind>;

export type FilterReading = { filter: Filter; issues: [] } | { filter?: undefined; issues: FieldIssue[] };

const EVENT_KEYS: Record<LeadEvent, readonly string[]> = {
  submitted: ['form_id'],
  opened: ['campaign_id'],
  clicked: ['campaign_id', 'link'],
};
const MOST_DAYS = 3_650;

/** Reads a filter that somebody has sent; every issue names its node, such as `filter.all.0.not.op`. */
export function readFilter(raw: unknown, custom: CustomKinds, path = 'filter'): FilterReading {
  const reader = new FilterReader(custom);
  const filter = reader.node(raw, path, 1);
  return filter && reader.issues.length === 0 ? { filter, issues: [] } : { issues: reader.issues };
}

class FilterReader {
  readonly issues: FieldIssue[] = [];
  private nodes = 0;

  constructor(private readonly custom: CustomKinds) {}

  /** The node, or nothing when something in it is wrong. */
  node(raw: unknown, path: string, depth: number): Filter | undefined {
    if (++this.nodes > MOST_NODES) {
      if (this.nodes === MOST_NODES + 1) this.say(path, `is one of more than ${MOST_NODES} conditions`);
      return undefined;
    }
    if (depth > MOST_DEPTH) return this.say(path, `is nested more than ${MOST_DEPTH} deep`);
    if (!isObject(raw)) return this.say(path, 'must be an object with all, any, not, field or event');
    const roles = ['all', 'any', 'not', 'field', 'event'].filter((role) => Object.hasOwn(raw, role));
    const [role] = roles;
    if (role === undefined || roles.length > 1)
      return this.say(path, 'must have exactly one of all, any, not, field and event');
    if (role === 'field') return this.field(raw, path);
    if (role === 'event') return this.event(raw, path);
    if (!this.knows(raw, [role], path)) return undefined;
    if (role === 'not') {
      const not = this.node(raw['not'], `${path}.not`, depth + 1);
      return not && { not };
    }
    return this.list(raw[role], `${path}.${role}`, depth, role as 'all' | 'any');
  }

  private list(raw: unknown, path: string, depth: number, role: 'all' | 'any'): Filter | undefined {
    if (!Array.isArray(raw)) return this.say(path, 'must be a list of conditions');
    const parts: Filter[] = [];
    for (const [at, part] of raw.entries()) {
      if (this.nodes > MOST_NODES) break;
      const read = this.node(part, `${path}.${at}`, depth + 1);
      if (read) parts.push(read);
    }
    if (parts.length < raw.length) return undefined;
    return role === 'all' ? { all: parts } : { any: parts };
  }

  private field(raw: Record<string, unknown>, path: string): FieldCondition | undefined {
    if (!this.knows(raw, ['field', 'op', 'value', 'as'], path)) return undefined;
    const { field: name, op } = raw;
    if (typeof name !== 'string') return this.say(`${path}.field`, 'must be the name of a field');
    const field = name.startsWith(CUSTOM)
      ? this.customField(name, raw, path)
      : this.ownField(name, raw, path);
    if (!field) return undefined;
    const operators: readonly string[] = OPERATORS[field.kind];
    if (typeof op !== 'string' || !operators.includes(op))
      return this.say(`${path}.op`, `must be one of ${operators.join(', ')}`);
    const operand = operandOf(field, op as Operator, raw['value']);
    if ('problem' in operand) return this.say(`${path}.value`, operand.problem);
    const condition = { field: name, op: op as Operator, value: operand.value };
    return name.startsWith(CUSTOM) ? { ...condition, as: field.kind } : condition;
  }

  private ownField(name: string, raw: Record<string, unknown>, path: string): FilterField | undefined {
    const field = FILTER_FIELDS.get(name);
    if (!field)
      return this.say(
        `${path}.field`,
        `must be one of ${[...FILTER_FIELDS.keys()].join(', ')} or ${CUSTOM} with a key`,
      );
    return raw['as'] === undefined ? field : this.say(`${path}.as`, 'is only for custom fields');
  }

  /** A defined field is what it was defined to be; another what is said of it, or what the value looks like. */
  private customField(name: string, raw: Record<string, unknown>, path: string): FilterField | undefined {
    const key = name.slice(CUSTOM.length);
    if (key === '' || key.length > 64 || !isCleanText(key))
      return this.say(`${path}.field`, 'must name a custom field of 1 to 64 characters');
    const said = raw['as'];
    const defined = this.custom.get(key);
    if (said !== undefined && !CUSTOM_KINDS.some((kind) => kind === said))
      return this.say(`${path}.as`, `must be one of ${CUSTOM_KINDS.join(', ')}`);
    if (defined && said !== undefined && said !== defined)
      return this.say(`${path}.as`, `must be ${defined}, as the field is defined`);
    return { kind: defined ?? (said as FieldKind | undefined) ?? looksLike(raw) };
  }

  private event(raw: Record<string, unknown>, path: string): EventCondition | undefined {
    const { event, within_days, at_least } = raw;
    if (!EVENTS.some((one) => one === event))
      return this.say(`${path}.event`, `must be one of ${EVENTS.join(', ')}`);
    const own = EVENT_KEYS[event as LeadEvent];
    if (!this.knows(raw, ['event', 'within_days', 'at_least', ...own], path)) return undefined;
    if (within_days !== undefined && !isWhole(within_days, MOST_DAYS))
      return this.say(`${path}.within_days`, `must be a whole number from 1 to ${MOST_DAYS}`);
    if (at_least !== undefined && !isWhole(at_least, 1_000))
      return this.say(`${path}.at_least`, 'must be a whole number from 1 to 1000');
    for (const key of own) {
      const value = raw[key];
      if (value === undefined) continue;
      if (key !== 'link' && !isUuid(value)) return this.say(`${path}.${key}`, 'must be an id');
      if (key === 'link' && !isLink(value))
        return this.say(`${path}.link`, 'must be the address of a link, of at most 2048 characters');
    }
    return raw as unknown as EventCondition;
  }

  private knows(raw: Record<string, unknown>, keys: readonly string[], path: string): boolean {
    const strangers = Object.keys(raw).filter((key) => !keys.includes(key));
    for (const key of strangers)
      this.say(`${path}.${key}`, `is not known here; known are ${keys.join(', ')}`);
    return strangers.length === 0;
  }

  private say(path: string, message: string): undefined {
    this.issues.push({ path, message: `${path} ${message}` });
  }
}

function looksLike({ op, value }: Record<string, unknown>): FieldKind {
  if (typeof value === 'boolean' && op !== 'is_known') return 'boolean';
  const kinds = CUSTOM_KINDS.filter((kind) => (OPERATORS[kind] as readonly unknown[]).includes(op));
  const isNumeric = typeof value === 'number' && kinds.includes('number');
  return isNumeric ? 'number' : (kinds[0] ?? 'text');
}

function isObject(raw: unknown): raw is Record<string, unknown> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}

function isWhole(value: unknown, most: number): boolean {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most;
}

function isLink(value: unknown): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= 2_048 && isCleanText(value);
}
