import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { breaksUnique } from '#platform/database/database.errors';
import type { PageQuery } from '#platform/http/page-query';
import { CannedAnswerNotFound, ShortcutTaken } from '../support.errors.js';
import { DeskAccess } from '../tickets/desk-access.js';
import type { CannedAnswer, NewCannedAnswer, UpdateCannedAnswer } from './canned-answer.dto.js';
import { CannedAnswerRepository } from './canned-answer.repository.js';
import { checkPlaceholders, filledIn } from './placeholders.js';

/** What the desk says often, kept once and filled in for each ticket. */
@Injectable()
export class CannedAnswerService {
  constructor(
    private readonly answers: CannedAnswerRepository,
    private readonly access: DeskAccess,
  ) {}

  list(page: PageQuery): Promise<Page<CannedAnswer>> {
    return this.answers.list(page);
  }

  async get(id: string): Promise<CannedAnswer> {
    return found(id, isUuid(id) ? await this.answers.find(id) : undefined);
  }

  async add(adminId: string, answer: NewCannedAnswer): Promise<CannedAnswer> {
    checkPlaceholders(answer.body);
    return this.unlessTaken(answer.shortcut, () => this.answers.add(adminId, answer));
  }

  async update(id: string, changes: UpdateCannedAnswer): Promise<CannedAnswer> {
    if (changes.body !== undefined) checkPlaceholders(changes.body);
    const changed = isUuid(id)
      ? await this.unlessTaken(changes.shortcut, () => this.answers.update(id, changes))
      : undefined;
    return found(id, changed);
  }

  async remove(id: string): Promise<void> {
    if (!isUuid(id) || !(await this.answers.remove(id))) throw new CannedAnswerNotFound(id);
  }

  /** The answer as it would be sent on the ticket; nothing is sent. */
  async fill(id: string, ticketId: string): Promise<string> {
    const { body } = await this.get(id);
    return filledIn(body, await this.access.find(ticketId));
  }

  private async unlessTaken<Result>(
    shortcut: string | null | undefined,
    write: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await write();
    } catch (error) {
      if (breaksUnique(error, 'support_canned_answers_shortcut')) throw new ShortcutTaken(shortcut ?? '');
      throw error;
    }
  }
}

function found(id: string, answer: CannedAnswer | undefined): CannedAnswer {
  if (!answer) throw new CannedAnswerNotFound(id);
  return answer;
}
