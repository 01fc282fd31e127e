import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { SequenceLeads } from '../sequence-leads.js';
import { StepMailRepository } from '../step-mail.repository.js';
import { ExitRepository } from './exit.repository.js';

const AT_ONCE = 1_000;

/** Lets people leave sequences when something happens to them, however far off their next step is. */
@Injectable()
export class SequenceExits {
  constructor(
    private readonly database: Database,
    private readonly exits: ExitRepository,
    private readonly stepMail: StepMailRepository,
    private readonly leads: SequenceLeads,
  ) {}

  /** Some whose addresses were suppressed, or who have withdrawn consent; answers how many. */
  barred(): Promise<number> {
    return this.database.asService('email.sequences', () =>
      this.database.transaction(() => this.exits.barred(AT_ONCE)),
    );
  }

  /** Something has happened to leads: those who are at the goal of a sequence leave it. Joins the running transaction. */
  async leadsChanged(ownerId: string, leadIds: readonly string[]): Promise<void> {
    const aiming = await this.exits.aiming(ownerId, leadIds);
    for (const some of Map.groupBy(aiming, ({ sequenceId }) => sequenceId).values()) {
      const goal = some[0]?.goal;
      const ids = some.map(({ leadId }) => leadId);
      const atGoal = await this.leads.matching(ownerId, { ...goal, formId: goal?.form_id }, ids);
      const reached = some.flatMap(({ id, leadId }) => (atGoal.has(leadId) ? [id] : []));
      if (reached.length === 0) continue;
      await this.exits.reached(ownerId, reached);
      await this.stepMail.takeBack(ownerId, reached);
    }
  }
}
