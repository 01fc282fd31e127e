import type { Lead } from '#domains/leads/lead.answers.dto';
import type { Definition } from '../definitions/definition.js';

/** Somebody who is to enter a workflow, or nobody. */
export interface Entry {
  readonly leadId: string | null;
  readonly input?: Readonly<Record<string, unknown>>;
  /** Within the workflow, what is let in once. */
  readonly dedupeKey?: string;
}

/** Into which version, and by which door. */
export interface Door {
  readonly workflowId: string;
  readonly version: number;
  readonly definition: Definition;
  /** The step that is the trigger. */
  readonly trigger: string;
  readonly parent?: { readonly id: string; readonly depth: number };
}

/** Whether an entry was let in, and as which instance. */
export interface Entered {
  readonly entry: Entry;
  readonly executionId: string | null;
}

/** The value that a key of the settings has for an entry; none where it says nothing. */
export function keyValue(key: string, entry: Entry, lead: Lead | undefined): string | null {
  const [source = '', name] = key.split('.');
  if (source === 'input') return textOf(entry.input?.[name ?? '']);
  if (name === undefined) return entry.leadId;
  const held = lead && Object.hasOwn(lead, name) ? lead[name as keyof Lead] : undefined;
  return textOf(held);
}

function textOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null;
  const text = String(value);
  return text === '' ? null : text.slice(0, 200);
}
