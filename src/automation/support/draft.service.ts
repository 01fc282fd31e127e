import { Injectable } from '@nestjs/common';
import { type Citation, citationsOf, passageParts } from '#domains/knowledge/search/citations';
import { KnowledgeService } from '#domains/knowledge/search/knowledge.service';
import type { KnowledgePassage } from '#domains/knowledge/search/search.dto';
import type { TicketMessage } from '#domains/support/messages/message.dto';
import { MessageRepository } from '#domains/support/messages/message.repository';
import { DeskAccess } from '#domains/support/tickets/desk-access';
import { EventRepository } from '#domains/support/tickets/event.repository';
import type { SupportTicket } from '#domains/support/tickets/ticket.answers.dto';
import { Ai } from '#platform/ai/ai';
import { provenanceOf } from '#platform/ai/provenance';
import type { Draft, DraftWish } from './draft.dto.js';
import { DRAFT_ANSWER } from './draft.prompt.js';

const ASKED_BY = 'support';
const FEATURE = 'support.draft';
const PASSAGES = 6;
const MESSAGES = 12;
const QUESTION = 2_000;
const SAID = 4_000;

/** Drafts answers of the desk from documents of whoever asks. Internal messages are not shown to the model. */
@Injectable()
export class DraftService {
  constructor(
    private readonly access: DeskAccess,
    private readonly messages: MessageRepository,
    private readonly events: EventRepository,
    private readonly knowledge: KnowledgeService,
    private readonly ai: Ai,
  ) {}

  /** Throws `ai/not-configured` while no provider has a key. */
  async draft(adminId: string, ticketId: string, { wish, bucket_ids }: DraftWish): Promise<Draft> {
    const ticket = await this.access.find(ticketId);
    const { items } = await this.messages.list(ticket.id, 'customer', { limit: MESSAGES });
    const said = items.filter(({ automatic }) => !automatic).toReversed();
    const passages = await this.knowledge.search(adminId, {
      query: questionOf(ticket, said),
      limit: PASSAGES,
      askedBy: ASKED_BY,
      ...(bucket_ids && { bucket_ids }),
    });
    const answer = await this.ai.text({
      userId: adminId,
      feature: FEATURE,
      promptVersion: DRAFT_ANSWER.promptVersion,
      instructions: DRAFT_ANSWER.instructions({ passages: passages.length > 0, wish: wish ?? null }),
      messages: [{ role: 'user', parts: [...conversationParts(ticket, said), ...passageParts(passages)] }],
    });
    const { text, citations } = citationsOf(answer.text.trim(), passages);
    await this.note(adminId, ticket, { passages, citations });
    const sources = citations.map(({ document_id: ref, title, start: offset }) => {
      return { kind: 'document' as const, ref, title, offset };
    });
    return {
      text,
      plain_text: text.replace(/(?<!\s)\s*\[\d{1,3}\]/g, ''),
      citations,
      provenance: { ...provenanceOf(answer, DRAFT_ANSWER), sources },
    };
  }

  private async note(
    adminId: string,
    ticket: SupportTicket,
    { passages, citations }: { passages: readonly KnowledgePassage[]; citations: readonly Citation[] },
  ): Promise<void> {
    const cited = citations.flatMap(({ marker }) => passages[marker - 1] ?? []);
    await this.knowledge.used(adminId, ASKED_BY, cited);
    const details = { citations: cited.length };
    await this.events.add({ ticket, kind: 'draft_made', actorId: adminId, details });
  }
}

/** What the customer asks now: what they said last, under the subject of the ticket. */
function questionOf(ticket: SupportTicket, said: readonly TicketMessage[]): string {
  const last = said.findLast(({ author }) => author === 'customer');
  return `${ticket.subject}\n${last?.body ?? ticket.message}`.slice(0, QUESTION);
}

/** The customer's words and their name are material, never instructions. */
function conversationParts(ticket: SupportTicket, said: readonly TicketMessage[]) {
  const lines = said.length > 0 ? said : [{ author: 'customer' as const, body: ticket.message }];
  return [
    { kind: 'untrusted' as const, source: 'ticket', text: `${ticket.name}: ${ticket.subject}` },
    ...lines.map(({ author, body }) => ({
      kind: 'untrusted' as const,
      source: author === 'customer' ? 'customer' : 'desk',
      text: body.slice(0, SAID),
    })),
  ];
}
