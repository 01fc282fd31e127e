/** Until when a ticket is to be answered and resolved, in the business hours of the desk. */
export class TicketSla {
  first_response_due_at!: string | null;
  first_responded_at!: string | null;
  /** When it was noticed that nobody had answered in time. */
  first_response_breached_at!: string | null;
  /** Null while the clock stands still: the desk waits for the customer, or the ticket is over. */
  resolution_due_at!: string | null;
  /** Seconds of business time that are left while the clock stands still. @example 7200 */
  resolution_left_seconds!: number | null;
  /** When it was noticed that it had not been resolved in time. */
  resolution_breached_at!: string | null;
}

/** What somebody asked the desk, and how it stands. */
export class SupportTicket {
  id!: string;
  email!: string;
  name!: string;
  subject!: string;
  message!: string;
  status!: 'open' | 'in_progress' | 'resolved' | 'closed';
  priority!: 'low' | 'normal' | 'high' | 'urgent';
  created_at!: string;
  updated_at!: string;
  /** Null while it is open or in progress. */
  resolved_at!: string | null;
  /** Null for whoever is no administrator. */
  admin_notes!: string | null;
  /** Null where a guest asked. */
  user_id!: string | null;
  /** How it came in. */
  channel!: 'web' | 'email';
  /** Since when the desk waits for an answer of the customer. */
  waiting_since!: string | null;
  last_message_at!: string;
  /** What it says in the custom fields that whoever asks may fill in. @example { "plan": "pro" } */
  fields!: Record<string, unknown>;
  /** Null for whoever is no administrator, as all below. */
  assignee_id!: string | null;
  labels!: string[] | null;
  /** Why to look twice: `stranger` wrote into a thread that is not theirs, or the thread was `closed_long_ago`. */
  flag!: 'stranger' | 'closed_long_ago' | null;
  /** The ticket into whose thread it was written. */
  related_ticket_id!: string | null;
  /** What it says in the custom fields of the desk alone. @example { "region": "north" } */
  desk_fields!: Record<string, unknown> | null;
  sla!: TicketSla | null;
}

export class TicketCreated {
  /** @example 'Support ticket created successfully' */
  message!: string;
  ticket_id!: string;
}

export class TicketList {
  /** Newest first. */
  tickets!: SupportTicket[];
  /** Where the next page begins; null on the last one. */
  next_cursor!: string | null;
}

export class TicketFound {
  ticket!: SupportTicket;
}

export class TicketUpdated {
  /** @example 'Support ticket updated successfully' */
  message!: string;
  ticket!: SupportTicket;
}

export class TicketDeleted {
  /** @example 'Support ticket deleted' */
  message!: string;
}

/** Something that happened to a ticket. */
export class TicketEvent {
  id!: string;
  /** @example 'status_changed' */
  kind!: string;
  /** Who did it; null for the desk itself and for guests. */
  actor_id!: string | null;
  details!: Record<string, unknown>;
  created_at!: string;
}

export class TicketHistory {
  /** Newest first. */
  events!: TicketEvent[];
  next_cursor!: string | null;
}
