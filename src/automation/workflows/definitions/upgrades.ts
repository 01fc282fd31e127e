import { shapeOf } from '../steps/step-shapes.js';
import { FORMAT } from './definition.js';

type Json = Record<string, unknown>;

/** Brings a definition of a format up to the next one. What it cannot make sense of it leaves for the check to name. */
const UPGRADES: Readonly<Record<number, (old: Json) => Json>> = { 1: fromList };

/** Whether we know how to read a format. */
export function isKnownFormat(format: unknown): format is number {
  return format === FORMAT || (typeof format === 'number' && Object.hasOwn(UPGRADES, format));
}

/** The definition in today's format; a definition that names no format is of the first one. */
export function upgraded(stored: Json): Json {
  let definition: Json = { format: 1, ...stored };
  while (typeof definition['format'] === 'number' && definition['format'] !== FORMAT) {
    const upgrade = UPGRADES[definition['format']];
    if (!upgrade) return definition;
    definition = { ...upgrade(definition), format: definition['format'] + 1 };
  }
  return definition;
}

/** Names that steps of the first format have. */
const FORMER_TYPES: Readonly<Record<string, string>> = {
  email: 'send_mail',
  send_email: 'send_mail',
  wait: 'delay',
  condition: 'branch',
  social: 'post',
  social_post: 'post',
  tag: 'add_tag',
  update: 'update_lead',
  score_lead: 'score',
  agent: 'agent_task',
  ai_generate: 'ai',
};

/** The first format: steps one behind the other in the order of their `order`, without ways. */
function fromList(old: Json): Json {
  const listed = Array.isArray(old['steps']) ? (old['steps'] as unknown[]) : [];
  const steps = listed.filter(isObject).toSorted((one, other) => orderOf(one) - orderOf(other));
  const hasTrigger = steps.some(({ type }) => type === 'trigger');
  const first: Json = { id: 'trigger', type: 'trigger', config: { on: 'manual' } };
  const whole = (hasTrigger ? steps : [first, ...steps]).map(renamed);
  const linked = whole.map((step, at) => ({ ...step, next: waysTo(step, whole[at + 1]) }));
  const { settings } = old;
  return { steps: linked, ...(settings !== undefined && { settings }) };
}

function orderOf({ order }: Json): number {
  return typeof order === 'number' ? order : Number.MAX_SAFE_INTEGER;
}

function renamed(step: Json, at: number): Json {
  const { order: _order, status: _status, type: given, config: told, id, ...rest } = step;
  const type = typeof given === 'string' && Object.hasOwn(FORMER_TYPES, given) ? FORMER_TYPES[given] : given;
  const config = isObject(told) ? told : {};
  return { ...rest, id: id ?? `step-${at}`, type, config: configOf(type, config) };
}

function configOf(type: unknown, config: Json): Json {
  if (type === 'send_mail' && typeof config['body'] === 'string') {
    const { body, ...rest } = config;
    return { html: body, ...rest };
  }
  if (type === 'delay' && config['for'] === undefined) return { for: spanOf(config) };
  if (type === 'add_tag' && typeof config['tag'] === 'string') return { tags: [config['tag']] };
  if (type === 'trigger' && Object.keys(config).length === 0) return { on: 'manual' };
  return config;
}

/** `{"days": 2}`, `{"delay_days": 2}` and `{"duration": 2, "unit": "days"}` say the same. */
function spanOf(config: Json): Json {
  const { duration, unit, delay_days, delay_hours, ...span } = config;
  if (typeof duration === 'number') {
    const named = typeof unit === 'string' ? unit.replace(/s?$/, 's') : 'seconds';
    return { [named]: duration };
  }
  if (typeof delay_days === 'number') return { days: delay_days };
  return typeof delay_hours === 'number' ? { hours: delay_hours } : span;
}

/** Every way out leads to the step behind it. */
function waysTo(step: Json, following: Json | undefined): Json {
  const shape = typeof step['type'] === 'string' ? shapeOf(step['type']) : undefined;
  const config = shape?.config.safeParse(step['config']);
  const exits = shape && config?.success ? shape.exits(config.data) : ['next'];
  return Object.fromEntries(exits.map((exit) => [exit, following?.['id'] ?? null]));
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
