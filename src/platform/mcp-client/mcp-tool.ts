import { createHash } from 'node:crypto';

/** A tool as its server describes it. All of it is the server's own words, and none of it is to be believed. */
export interface McpTool {
  readonly name: string;
  readonly title: string | null;
  readonly description: string;
  /** JSON Schema of its arguments. */
  readonly input_schema: Record<string, unknown>;
  /** The server says that it changes nothing. */
  readonly read_only: boolean;
  /** SHA-256 in hexadecimal digits of all that the server says of it; the same while it says the same. */
  readonly fingerprint: string;
}

/** Of the whole description, in whatever order its fields come. */
export function fingerprintOf(description: unknown): string {
  return createHash('sha256').update(canonical(description)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value)
    .filter(([, held]) => held !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, held]) => `${JSON.stringify(name)}:${canonical(held)}`);
  return `{${fields.join(',')}}`;
}
