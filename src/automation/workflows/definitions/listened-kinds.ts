import type { LeadEventKind } from '#domains/leads/telling/lead-event';
import type { WaitForEventConfig } from '../steps/flow.shapes.js';
import { type AwaitedEvent, awaitedBy, type LeadEventWish } from '../steps/lead-event-wish.js';
import type { TriggerConfig } from '../steps/trigger.shapes.js';
import type { Definition, Step } from './definition.js';

/** The event on which a trigger lets leads in; none of one that people or the clock pull. */
export function eventOf({ type, config }: Step): AwaitedEvent | undefined {
  if (type !== 'trigger') return undefined;
  const { on, ...rest } = config as unknown as TriggerConfig;
  if (on === 'manual' || on === 'schedule') return undefined;
  const { filter: _, ...match } = rest as Record<string, unknown>;
  return awaitedBy({ on, ...match } as LeadEventWish);
}

/** What of leads a definition must hear of, to let them in and while they wait. */
export function listenedKinds({ steps }: Definition): LeadEventKind[] {
  const kinds = steps.flatMap((step) => {
    if (step.type === 'wait_for_event')
      return awaitedBy((step.config as unknown as WaitForEventConfig).event).kind;
    return eventOf(step)?.kind ?? [];
  });
  return [...new Set(kinds)];
}
