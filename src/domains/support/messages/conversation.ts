import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { SupportMails } from '../mail/support-mails.js';
import { DeskPlanRepository } from '../sla/desk-plan.repository.js';
import { startedClock } from '../sla/ticket-clock.js';
import { TicketNotFound } from '../support.errors.js';
import { TicketEvents } from '../tickets/ticket-events.js';
import { changesOf, type TicketHappening } from '../tickets/ticket-happening.js';
import { moved } from '../tickets/ticket-state.js';
import type { SupportTicket } from '../tickets/ticket.answers.dto.js';
import { type TicketDraft, TicketRepository } from '../tickets/ticket.repository.js';
import { type MessageDraft, MessageRepository } from './message.repository.js';

/** What somebody says; which ticket it belongs to is known beside it. */
export type Saying = Omit<MessageDraft, 'id' | 'ticketId' | 'userId'> & {
  /** Of the desk: whether it now waits for the customer. */
  readonly waiting?: boolean | undefined;
  /** The rule that says it. */
  readonly ruleId?: string | undefined;
  /** Whether no machine may answer it. */
  readonly unanswerable?: boolean | undefined;
};

/** Begins tickets and writes on them: message, state, clock, mail and history in one transaction. */
@Injectable()
export class Conversation {
  constructor(
    private readonly database: Database,
    private readonly tickets: TicketRepository,
    private readonly messages: MessageRepository,
    private readonly events: TicketEvents,
    private readonly plans: DeskPlanRepository,
    private readonly mails: SupportMails,
  ) {}

  /** Begins a ticket; belongs into the transaction that has looked whether it may be. `confirm` says how often at most its sender is told. */
  async begin(
    draft: Omit<TicketDraft, 'id'>,
    first: Partial<Saying>,
    confirm: 'web' | 'email' | 'never',
  ): Promise<string> {
    const id = newId();
    const { hours, targets } = await this.plans.get();
    const clock = startedClock(hours, targets.normal, Date.now());
    const state = {
      status: 'open',
      priority: 'normal',
      resolvedAt: null,
      waitingSince: null,
      clock,
    } as const;
    const ticket = await this.tickets.add({ ...draft, id }, state);
    await this.messages.add({
      author: 'customer',
      authorId: draft.userId,
      authorName: draft.name,
      authorEmail: draft.email,
      body: draft.message,
      channel: draft.channel,
      ...first,
      visibility: 'public',
      id: newId(),
      ticketId: id,
      userId: draft.userId,
    });
    await this.events.happened({
      ticket,
      kind: 'created',
      actorId: draft.userId,
      details: { channel: draft.channel, ...(draft.flag && { flag: draft.flag }) },
      unanswerable: first.unanswerable,
    });
    if (confirm !== 'never')
      await this.mails.confirm({ id, user_id: draft.userId, email: draft.email }, confirm);
    return id;
  }

  /** Writes on a ticket, which is moved by it when it is said in public and by no machine. Answers the id of the message. */
  async say(ticketId: string, { waiting, ruleId, unanswerable, ...saying }: Saying): Promise<string> {
    return this.database.transaction(async () => {
      const held = await this.tickets.hold(ticketId);
      if (!held) throw new TicketNotFound();
      const { ticket: before, state } = held;
      const id = newId();
      await this.messages.add({ ...saying, id, ticketId, userId: before.user_id });
      const said = saying.visibility === 'public' && !saying.automatic ? saying.author : 'desk';
      const after =
        said === 'desk'
          ? before
          : await this.tickets.move(
              ticketId,
              moved(state, { said, waiting }, await this.plans.get(), Date.now()),
              { said: true },
            );
      const by = { actorId: saying.authorId ?? null, ruleId };
      await this.events.happened(
        { ...saidOn(after, id, saying), ...by, unanswerable },
        ...changesOf(before, after, by),
      );
      if (said === 'agent') await this.mails.reply(before, id);
      return id;
    });
  }
}

function saidOn(
  ticket: SupportTicket,
  id: string,
  { author, visibility, automatic = false, body }: Omit<Saying, 'waiting'>,
): TicketHappening {
  const isPublic = visibility === 'public';
  return {
    ticket,
    kind: isPublic ? `${author}_answered` : 'noted',
    details: { message_id: id, author, visibility, automatic },
    body: isPublic ? body : null,
  };
}
