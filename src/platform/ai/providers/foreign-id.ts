import { createHash } from 'node:crypto';

/** What stands for a tool call's id that another company gave and this one would refuse: the same each time. */
export function foreignId(id: string, length: number): string {
  return createHash('sha256').update(id).digest('hex').slice(0, length);
}
