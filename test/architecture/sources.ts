import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

/** Paths below the project root, sorted, so that failures read the same on every machine. */
export function pathsOf(...patterns: string[]): string[] {
  const exclude = ['node_modules/**', 'dist/**', 'data/**'];
  return globSync(patterns, { cwd: root, exclude }).toSorted();
}

export function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** `src/domains/leads/forms/form.repository.ts` lies in the room `domains/leads`. */
export function roomOf(path: string): string {
  return path.split('/').slice(1, 3).join('/');
}
