import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { withoutUndefined } from '#kernel/without-undefined';
import type { PageQuery } from '#platform/http/page-query';
import { CannedAnswerRepository } from '../canned-answers/canned-answer.repository.js';
import { quotedIn } from '../canned-answers/placeholders.js';
import { AnswersNotAllowed, RuleNotFound, RuleUnfit } from '../support.errors.js';
import { LABEL, TICKET_PRIORITIES, TICKET_STATUSES } from '../tickets/ticket-words.js';
import type { NewRule, RuleAction, RuleRun, SupportRule, UpdateRule } from './rule.dto.js';
import { RuleRepository } from './rule.repository.js';
import { RunRepository } from './run.repository.js';

const MOST = 100;

/** Rules of the desk, as administrators keep them. */
@Injectable()
export class RuleService {
  constructor(
    private readonly rules: RuleRepository,
    private readonly ran: RunRepository,
    private readonly answers: CannedAnswerRepository,
  ) {}

  list(page: PageQuery): Promise<Page<SupportRule>> {
    return this.rules.list(page);
  }

  async get(id: string): Promise<SupportRule> {
    return found(id, isUuid(id) ? await this.rules.find(id) : undefined);
  }

  /** Throws `support/rule-unfit`, and `support/answers-not-allowed` where it would send what nobody has allowed. */
  async add(adminId: string, rule: NewRule): Promise<SupportRule> {
    if ((await this.rules.count()) >= MOST) throw new RuleUnfit(`There can be ${MOST} rules.`);
    await this.checkActions(rule.actions, rule.allow_answers === true);
    const { allow_answers, conditions = [], position = 0, is_active = true, ...rest } = rule;
    const allowed = allowance(allow_answers === true ? adminId : null);
    return this.rules.add(adminId, { ...rest, conditions, position, is_active, ...allowed });
  }

  /** As `add`; answers that are named anew have to be allowed anew. */
  async update(adminId: string, id: string, changes: UpdateRule): Promise<SupportRule> {
    const before = await this.get(id);
    if (changes.actions) await this.checkActions(changes.actions, changes.allow_answers === true);
    const { allow_answers, ...rest } = changes;
    const allowed =
      allow_answers === undefined
        ? changes.actions && allowance(null)
        : allowance(allow_answers ? adminId : null);
    return found(id, await this.rules.update(id, { ...before, ...withoutUndefined(rest), ...allowed }));
  }

  async remove(id: string): Promise<void> {
    if (!isUuid(id) || !(await this.rules.remove(id))) throw new RuleNotFound(id);
  }

  async runs(id: string, page: PageQuery): Promise<Page<RuleRun>> {
    await this.get(id);
    return this.ran.list(id, page);
  }

  private async checkActions(actions: readonly RuleAction[], isAllowed: boolean): Promise<void> {
    for (const [at, action] of actions.entries()) {
      const fault = faultOf(action) ?? (await this.faultOfAnswer(action));
      if (fault !== undefined)
        throw new RuleUnfit(`The action ${action.type} ${fault}.`).withIssues([
          { path: `actions.${at}.value`, message: `value ${fault}` },
        ]);
    }
    if (!isAllowed && actions.some(({ type }) => type === 'send_answer')) throw new AnswersNotAllowed();
  }

  /** A rule may answer an address that never wrote to us, so that it must not say what somebody else has written. */
  private async faultOfAnswer({ type, value }: RuleAction): Promise<string | undefined> {
    if (type !== 'send_answer') return undefined;
    const answer = await this.answers.find(value ?? '');
    if (!answer) return 'needs a canned answer that there is';
    const quoted = quotedIn(answer.body);
    return quoted === undefined
      ? undefined
      : `needs a canned answer that does not quote its asker: ${quoted}`;
  }
}

function faultOf({ type, value }: RuleAction): string | undefined {
  const text = value ?? '';
  switch (type) {
    case 'set_status':
      return TICKET_STATUSES.some((status) => status === text) ? undefined : 'needs a status';
    case 'set_priority':
      return TICKET_PRIORITIES.some((priority) => priority === text) ? undefined : 'needs a priority';
    case 'assign':
      return value === null || isUuid(text) ? undefined : 'needs the id of an administrator, or null';
    case 'add_label':
    case 'remove_label':
      return LABEL.test(text) ? undefined : 'needs a label';
    case 'add_note':
      return text === '' ? 'needs a text' : undefined;
    case 'send_answer':
      return isUuid(text) ? undefined : 'needs the id of a canned answer';
  }
}

function allowance(by: string | null): Pick<SupportRule, 'answers_allowed_by' | 'answers_allowed_at'> {
  return { answers_allowed_by: by, answers_allowed_at: by === null ? null : new Date().toISOString() };
}

function found(id: string, rule: SupportRule | undefined): SupportRule {
  if (!rule) throw new RuleNotFound(id);
  return rule;
}
