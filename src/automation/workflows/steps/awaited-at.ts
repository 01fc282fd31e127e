import type { WaitForEventConfig } from './flow.shapes.js';
import { awaitedBy } from './lead-event-wish.js';

/** What an instance listens for as soon as it comes to a step. */
export function awaitedAt(step: { type: string; config: unknown }): {
  awaits: string | null;
  awaits_match: Record<string, unknown> | null;
} {
  if (step.type !== 'wait_for_event') return { awaits: null, awaits_match: null };
  const { kind, match } = awaitedBy((step.config as WaitForEventConfig).event);
  return { awaits: kind, awaits_match: match };
}
