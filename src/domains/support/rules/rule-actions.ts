import { Injectable } from '@nestjs/common';
import { AppError } from '#kernel/errors';
import { CannedAnswerRepository } from '../canned-answers/canned-answer.repository.js';
import { filledIn, quotedIn } from '../canned-answers/placeholders.js';
import { SupportMails } from '../mail/support-mails.js';
import { Conversation } from '../messages/conversation.js';
import { TicketChanges } from '../tickets/ticket-changes.js';
import type { TicketPriority, TicketStatus } from '../tickets/ticket-words.js';
import { TicketRepository } from '../tickets/ticket.repository.js';
import type { Happening } from './rule.js';
import type { RuleAction, RuleActionResult, SupportRule } from './rule.dto.js';
import { RunRepository } from './run.repository.js';

const LABELS = 20;

/** Why an action is not done, in a sentence. */
class Skipped extends Error {}

/** Does what a rule says, in the caller's transaction. Nothing that it does sets off a rule. */
@Injectable()
export class RuleActions {
  constructor(
    private readonly tickets: TicketRepository,
    private readonly changes: TicketChanges,
    private readonly conversation: Conversation,
    private readonly answers: CannedAnswerRepository,
    private readonly mails: SupportMails,
    private readonly runs: RunRepository,
  ) {}

  /** What cannot be done stops nothing else: whatever refuses it has written nothing yet. */
  async carryOut(action: RuleAction, rule: SupportRule, happening: Happening): Promise<RuleActionResult> {
    const { type } = action;
    try {
      await this.perform(action, rule, happening);
      return { type, outcome: 'done', reason: null };
    } catch (error) {
      if (error instanceof Skipped) return { type, outcome: 'skipped', reason: error.message };
      if (error instanceof AppError) return { type, outcome: 'failed', reason: error.message };
      throw error;
    }
  }

  private async perform({ type, value }: RuleAction, rule: SupportRule, happening: Happening): Promise<void> {
    const text = value ?? '';
    const [{ ticketId }, by] = [happening, { ruleId: rule.id }];
    switch (type) {
      case 'set_status':
        await this.changes.change(ticketId, { status: text as TicketStatus }, by);
        return;
      case 'set_priority':
        await this.changes.change(ticketId, { priority: text as TicketPriority }, by);
        return;
      case 'assign':
        await this.changes.change(ticketId, { assignee_id: value ?? null }, by);
        return;
      case 'add_label':
      case 'remove_label':
        return this.label(ticketId, [type, text], rule);
      case 'add_note':
        await this.conversation.say(ticketId, { ...said(text), visibility: 'internal', ...by });
        return;
      case 'send_answer':
        return this.answer(text, rule, happening);
    }
  }

  private async label(
    ticketId: string,
    [type, label]: readonly [string, string],
    rule: SupportRule,
  ): Promise<void> {
    const before = (await this.tickets.hold(ticketId))?.ticket.labels ?? [];
    const others = before.filter((one) => one !== label);
    const labels = type === 'add_label' ? (before.includes(label) ? before : [...before, label]) : others;
    if (labels.length > LABELS) throw new Skipped(`A ticket has ${LABELS} labels at most.`);
    await this.changes.change(ticketId, { labels }, { ruleId: rule.id });
  }

  /**
   * Once on a ticket, and each address seldom: whoever gets it may be a machine that hides what it is and answers, or may never
   * have written to us.
   */
  private async answer(answerId: string, rule: SupportRule, happening: Happening): Promise<void> {
    if (rule.answers_allowed_by === null) throw new Skipped('Nobody allows the rule to send answers.');
    if (happening.details.unanswerable) throw new Skipped('Whoever wrote wants no answer by a machine.');
    const answer = await this.answers.find(answerId);
    if (!answer) throw new Skipped('The canned answer is gone.');
    if (quotedIn(answer.body) !== undefined) throw new Skipped('The canned answer quotes its asker.');
    const ticket = (await this.tickets.hold(happening.ticketId))?.ticket;
    if (!ticket) throw new Skipped('The ticket is gone.');
    if (await this.runs.hasAnswered(rule.id, ticket.id)) throw new Skipped('The rule has answered before.');
    if (!(await this.mails.mayAnswer(ticket))) throw new Skipped('The address was answered often enough.');
    const body = filledIn(answer.body, ticket);
    const messageId = await this.conversation.say(ticket.id, {
      ...said(body),
      visibility: 'public',
      ruleId: rule.id,
    });
    await this.mails.answer(ticket, messageId);
  }
}

const said = (body: string) => ({ author: 'desk', body, channel: 'web', automatic: true }) as const;
