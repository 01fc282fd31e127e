import { Injectable } from '@nestjs/common';
import type { Definition } from './definition.js';
import { readDefinition } from './read-definition.js';
import { type VersionRef, VersionRepository } from './version.repository.js';

const REMEMBERED = 500;

/** Versions as they run: read once, for they never change, whichever format they were written in. */
@Injectable()
export class DefinitionBook {
  private readonly known = new Map<string, Definition>();

  constructor(private readonly versions: VersionRepository) {}

  /** Those that exist and that we know how to read, by `versionKey`. */
  async of(ownerId: string, refs: readonly VersionRef[]): Promise<ReadonlyMap<string, Definition>> {
    const wanted = new Map(refs.map((ref) => [versionKey(ref), ref]));
    const keyOf = (ref: VersionRef) => `${ownerId} ${versionKey(ref)}`;
    const missing = [...wanted.values()].filter((ref) => !this.known.has(keyOf(ref)));
    const stored = missing.length > 0 ? await this.versions.stored(ownerId, missing) : [];
    for (const { definition: raw, ...ref } of stored) {
      const { definition } = readDefinition(raw);
      if (definition) this.keep(keyOf(ref), definition);
    }
    const found = new Map<string, Definition>();
    for (const [key, ref] of wanted) {
      const definition = this.known.get(keyOf(ref));
      if (definition) found.set(key, definition);
    }
    return found;
  }

  /** Those that do not exist, by `versionKey`. */
  async gone(ownerId: string, refs: readonly VersionRef[]): Promise<ReadonlySet<string>> {
    if (refs.length === 0) return new Set();
    const kept = new Set((await this.versions.stored(ownerId, refs)).map(versionKey));
    return new Set(refs.map(versionKey).filter((key) => !kept.has(key)));
  }

  async one(ownerId: string, ref: VersionRef): Promise<Definition | undefined> {
    return (await this.of(ownerId, [ref])).get(versionKey(ref));
  }

  /** A workflow that was deleted may be made again under the same name. */
  forget(ownerId: string, workflowId: string): void {
    for (const key of this.known.keys())
      if (key.startsWith(`${ownerId} ${workflowId}@`)) this.known.delete(key);
  }

  private keep(key: string, definition: Definition): void {
    const [oldest] = this.known.keys();
    if (this.known.size >= REMEMBERED && oldest !== undefined) this.known.delete(oldest);
    this.known.set(key, definition);
  }
}

export function versionKey({ workflowId, version }: VersionRef): string {
  return `${workflowId}@${version}`;
}
