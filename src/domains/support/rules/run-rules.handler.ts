import { Injectable, Logger } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { Database } from '#platform/database/database';
import { Handles } from '#platform/jobs/handles.decorator';
import type { JobHandler, JobRun } from '#platform/jobs/job';
import type { FieldValue } from '../fields/field-value.js';
import { MessageRepository } from '../messages/message.repository.js';
import { allFieldsOf } from '../tickets/ticket-happening.js';
import { TicketRepository } from '../tickets/ticket.repository.js';
import { type Happening, holds, type Looked } from './rule.js';
import { RuleActions } from './rule-actions.js';
import type { RuleActionResult, SupportRule } from './rule.dto.js';
import { type RunSupportRules, RunSupportRulesJob } from './rule.jobs.js';
import { RuleRepository } from './rule.repository.js';
import { RunRepository } from './run.repository.js';

/** A worker that dies over a happening leaves it to the next, so often. */
const ATTEMPTS = 3;

/** Lets rules look at what has happened, each at each once. */
@Injectable()
@Handles(RunSupportRulesJob)
export class RunSupportRulesHandler implements JobHandler<RunSupportRules> {
  private readonly logger = new Logger('Support');

  constructor(
    private readonly database: Database,
    private readonly rules: RuleRepository,
    private readonly runs: RunRepository,
    private readonly tickets: TicketRepository,
    private readonly messages: MessageRepository,
    private readonly actions: RuleActions,
  ) {}

  async handle(_: RunSupportRules, { signal }: JobRun): Promise<void> {
    while (!signal.aborted) {
      const happening = await this.runs.claim();
      if (!happening) return;
      if (happening.attempts <= ATTEMPTS)
        for (const rule of await this.rules.setOffBy(happening.event)) await this.apply(rule, happening);
      else this.logger.error(`What happened to the ticket ${happening.ticketId} is given up by the rules.`);
      await this.runs.settle(happening);
    }
  }

  /** One rule is one transaction: where it fails nothing of it is done, which is noted, and the next is looked at. */
  private async apply(rule: SupportRule, happening: Happening): Promise<void> {
    try {
      await this.database.transaction(() => this.run(rule, happening));
    } catch (error) {
      this.logger.error(`The rule ${rule.id} has failed: ${String(error)}`);
      await this.fail(rule, happening).catch(() => undefined);
    }
  }

  private async run(rule: SupportRule, happening: Happening): Promise<void> {
    const ticket = await this.lookedAt(happening);
    if (!ticket || !holds(rule.conditions, ticket, happening)) return;
    const id = newId();
    if (!(await this.runs.begin(id, rule.id, happening))) return;
    const results: RuleActionResult[] = [];
    for (const action of rule.actions) results.push(await this.actions.carryOut(action, rule, happening));
    await this.runs.end(id, results);
  }

  private fail(rule: SupportRule, happening: Happening): Promise<void> {
    return this.database.transaction(async () => {
      const id = newId();
      if (!(await this.runs.begin(id, rule.id, happening))) return;
      const reason = 'It could not be done, and nothing else of the rule was.';
      await this.runs.end(
        id,
        rule.actions.map(({ type }) => ({ type, outcome: 'failed', reason })),
      );
    });
  }

  private async lookedAt({ ticketId, details }: Happening): Promise<Looked | undefined> {
    const ticket = await this.tickets.find(ticketId);
    if (!ticket) return undefined;
    const said = details.message_id && (await this.messages.find(details.message_id, 'agent'));
    const fields = allFieldsOf(ticket) as Record<string, FieldValue>;
    return { ...ticket, fields, message: said ? said.body : ticket.message };
  }
}
