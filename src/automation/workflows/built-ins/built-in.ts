import type { Definition } from '../definitions/definition.js';

/** A workflow that everybody has. Whoever runs it gets a copy of the version, so that a later one changes nothing under way. */
export interface BuiltIn {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  /** Counts the changes of its definition. */
  readonly version: number;
  readonly definition: Definition;
}
