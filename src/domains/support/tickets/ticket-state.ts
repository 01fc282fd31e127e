import type { DeskPlan } from '../sla/desk-plan.js';
import { resumedClock, retargetedClock, stoppedClock, type TicketClock } from '../sla/ticket-clock.js';
import type { TicketPriority, TicketStatus } from './ticket-words.js';

/** How a ticket stands; moments are milliseconds since 1970. */
export interface TicketState {
  readonly status: TicketStatus;
  readonly priority: TicketPriority;
  readonly resolvedAt: number | null;
  /** Since when the desk waits for the customer. */
  readonly waitingSince: number | null;
  readonly clock: TicketClock;
}

/** What happens to a ticket. */
export interface TicketMove {
  readonly status?: TicketStatus | undefined;
  readonly priority?: TicketPriority | undefined;
  readonly waiting?: boolean | undefined;
  /** Who has written in public. */
  readonly said?: 'customer' | 'agent' | undefined;
}

function isOver(status: TicketStatus): boolean {
  return status === 'resolved' || status === 'closed';
}

/** Whether the time of the desk runs: there is something to do, and it is the desk that has to do it. */
export function isRunning({ status, waitingSince }: Pick<TicketState, 'status' | 'waitingSince'>): boolean {
  return !isOver(status) && waitingSince === null;
}

/**
 * The ticket after a move. An answer of the desk is the first response and waits for the customer, unless it says otherwise;
 * whatever the customer says opens the ticket again. Its clock runs while the desk has to do something.
 */
export function moved(ticket: TicketState, move: TicketMove, plan: DeskPlan, now: number): TicketState {
  const status = statusAfter(ticket, move);
  const over = isOver(status);
  const waits = !over && waitsAfter(ticket, move);
  const priority = move.priority ?? ticket.priority;
  const after = {
    status,
    priority,
    resolvedAt: over ? (ticket.resolvedAt ?? now) : null,
    waitingSince: waits ? (ticket.waitingSince ?? now) : null,
  };
  return { ...after, clock: clockAfter(ticket, { ...move, runs: isRunning(after) }, plan, now) };
}

function statusAfter({ status }: TicketState, { status: wanted, said }: TicketMove): TicketStatus {
  if (wanted !== undefined) return wanted;
  if (said === 'customer' && isOver(status)) return 'open';
  return said === 'agent' && status === 'open' ? 'in_progress' : status;
}

function waitsAfter({ waitingSince }: TicketState, { waiting, said }: TicketMove): boolean {
  return waiting ?? (said === undefined ? waitingSince !== null : said === 'agent');
}

function clockAfter(
  { clock, priority }: TicketState,
  move: TicketMove & { runs: boolean },
  { hours, targets }: DeskPlan,
  now: number,
): TicketClock {
  const answered =
    move.said === 'agent' && clock.firstResponded === null ? { ...clock, firstResponded: now } : clock;
  const isOther = move.priority !== undefined && move.priority !== priority;
  const aimed = isOther
    ? retargetedClock(answered, targets[move.priority as TicketPriority], hours, now)
    : answered;
  return move.runs ? resumedClock(aimed, hours, now) : stoppedClock(aimed, hours, now);
}
