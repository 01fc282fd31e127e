import type { TicketPriority } from '../tickets/ticket-words.js';
import type { BusinessHours } from './business-hours.js';
import type { Targets } from './ticket-clock.js';

/** How the desk works. */
export interface DeskPlan {
  readonly hours: BusinessHours;
  readonly targets: Readonly<Record<TicketPriority, Targets>>;
  /** Who is told of missed due times. */
  readonly notifyEmail: string | null;
}

const DAY = [{ from: '09:00', to: '17:00' }];

/** What holds until an administrator says otherwise. */
export const USUAL_PLAN: DeskPlan = {
  hours: {
    zone: 'UTC',
    week: {
      monday: DAY,
      tuesday: DAY,
      wednesday: DAY,
      thursday: DAY,
      friday: DAY,
      saturday: [],
      sunday: [],
    },
    holidays: [],
  },
  targets: {
    low: { first_response: 960, resolution: 4_800 },
    normal: { first_response: 480, resolution: 2_400 },
    high: { first_response: 240, resolution: 960 },
    urgent: { first_response: 60, resolution: 480 },
  },
  notifyEmail: null,
};
