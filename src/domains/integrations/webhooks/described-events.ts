import { z } from 'zod';
import { EVENTS } from '#platform/events/catalogue/event-catalogue';
import { payloadOf } from './fan-out/payload.js';
import type { EventDescription } from './webhook.dto.js';

const SAMPLE = { at: '2026-12-01T09:30:00.123456Z', webhookId: '0198c0de-5eed-7000-8000-00000000000a' };

/** What there is to hear, each with its schema and what a webhook is sent. */
export function describedEvents(): EventDescription[] {
  return [...EVENTS].map(([name, { summary, data, example }]) => ({
    name,
    summary,
    schema: z.toJSONSchema(data) as Record<string, unknown>,
    example: JSON.parse(payloadOf({ type: name, ...SAMPLE, data: JSON.stringify(example) })),
  }));
}

/** What an event says in the catalogue, as JSON; undefined when there is none of the name. */
export function exampleOf(name: string): string | undefined {
  const event = EVENTS.get(name);
  return event && JSON.stringify(event.example);
}
