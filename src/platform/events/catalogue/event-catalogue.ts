import type { z } from 'zod';
import type { EventType } from '../event-type.js';
import { CAMPAIGN_EVENTS } from './campaign.events.js';
import { EMAIL_EVENTS } from './email.events.js';
import { LEAD_EVENTS } from './lead.events.js';
import { TICKET_EVENTS } from './ticket.events.js';
import { WORK_EVENTS } from './work.events.js';

/** Everything that is told to other systems, by its name. To add one, declare it and tell it where it becomes true. */
const EVENT_CATALOGUE = {
  ...LEAD_EVENTS,
  ...CAMPAIGN_EVENTS,
  ...EMAIL_EVENTS,
  ...WORK_EVENTS,
  ...TICKET_EVENTS,
};

export type EventName = keyof typeof EVENT_CATALOGUE;

export type EventData<Name extends EventName> = z.infer<(typeof EVENT_CATALOGUE)[Name]['data']>;

export const EVENT_NAMES = Object.keys(EVENT_CATALOGUE) as EventName[];

export const EVENTS: ReadonlyMap<string, EventType> = new Map(Object.entries(EVENT_CATALOGUE));

/** What somebody may listen to who means an event: its name, its whole family, everything. */
export function patternsOf(name: EventName): string[] {
  return [name, `${familyOf(name)}.*`, '*'];
}

/** Whether a pattern stands for one event at least. */
export function isPattern(pattern: string): boolean {
  return EVENT_NAMES.some((name) => patternsOf(name).includes(pattern));
}

function familyOf(name: EventName): string {
  return name.slice(0, name.indexOf('.'));
}
