import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { DeliverMailJob } from '../../email.jobs.js';
import type { Sequence } from '../sequence.answers.dto.js';
import { EnrolmentNotFound, EnrolmentOver, IllegalSequenceStep, SequenceUnfit } from '../sequence.errors.js';
import { type SequenceLead, SequenceLeads } from '../sequence-leads.js';
import { SequenceService } from '../sequence.service.js';
import { StepMailRepository } from '../step-mail.repository.js';
import type { Enrolled, Enrolment, EnrolmentQuery, Entrants } from './enrolment.dto.js';
import { EnrolmentRepository } from './enrolment.repository.js';
import { RunSequencesJob } from './sequence.jobs.js';

const AT_ONCE = 1_000;
const FROM_SEGMENTS = 10_000;

/** Who enters sequences, and who leaves them. */
@Injectable()
export class EnrolmentService {
  constructor(
    private readonly database: Database,
    private readonly sequences: SequenceService,
    private readonly enrolments: EnrolmentRepository,
    private readonly stepMail: StepMailRepository,
    private readonly leads: SequenceLeads,
    private readonly jobs: Jobs,
  ) {}

  /**
   * Lets leads into a sequence; joins the running transaction. Who is on the way already, may not enter again or is at its goal
   * is left out. In one that is paused or a draft they wait for its start.
   */
  enrol(ownerId: string, sequenceId: string, { lead_ids, segment_ids }: Entrants): Promise<Enrolled> {
    if ((lead_ids === undefined) === (segment_ids === undefined))
      throw new SequenceUnfit().withIssues([
        { path: 'lead_ids', message: 'either lead_ids or segment_ids must be given' },
      ]);
    return this.database.transaction(async () => {
      const sequence = await this.sequences.get(ownerId, sequenceId);
      if (sequence.status === 'stopped') throw new IllegalSequenceStep(sequence.status, 'entered');
      const outcome =
        lead_ids !== undefined
          ? await this.enrolLeads(ownerId, sequence, [...new Set(lead_ids)])
          : await this.enrolSegments(ownerId, sequence, segment_ids ?? []);
      if (outcome.enrolled > 0 && sequence.status === 'active')
        await this.jobs.send(RunSequencesJob, { askedBy: 'owner' });
      return outcome;
    });
  }

  async list(ownerId: string, sequenceId: string, query: EnrolmentQuery): Promise<Page<Enrolment>> {
    const { id } = await this.sequences.get(ownerId, sequenceId);
    return this.enrolments.list(ownerId, id, query);
  }

  /** They get nothing more until they are resumed, also not what has been posted and has not left. */
  pause(ownerId: string, sequenceId: string, id: string): Promise<Enrolment> {
    return this.changed(ownerId, sequenceId, id, async ({ status }) => {
      if (status !== 'active') throw new EnrolmentOver(status, 'paused');
      await this.stepMail.wait(ownerId, id);
      return this.enrolments.move(ownerId, id, 'paused');
    });
  }

  /** They go on; a step that has become due meanwhile is due now. */
  resume(ownerId: string, sequenceId: string, id: string): Promise<Enrolment> {
    return this.changed(ownerId, sequenceId, id, async ({ status }) => {
      if (status !== 'paused') throw new EnrolmentOver(status, 'resumed');
      await this.stepMail.goOn(ownerId, id);
      await this.jobs.send(DeliverMailJob, { askedBy: 'owner' });
      await this.jobs.send(RunSequencesJob, { askedBy: 'owner' });
      return this.enrolments.move(ownerId, id, 'active');
    });
  }

  /** They leave the sequence; its mails to them that have not left are not sent. */
  stop(ownerId: string, sequenceId: string, id: string): Promise<Enrolment> {
    return this.changed(ownerId, sequenceId, id, async ({ status }) => {
      if (status !== 'active' && status !== 'paused') throw new EnrolmentOver(status, 'stopped');
      await this.stepMail.takeBack(ownerId, [id]);
      return this.enrolments.move(ownerId, id, 'stopped', 'by_hand');
    });
  }

  /** Somebody has replied: they leave the sequences that stop on a reply. Answers how many. */
  replied(ownerId: string, email: string): Promise<number> {
    return this.database.transaction(async () => {
      const left = await this.enrolments.replied(ownerId, email);
      await this.stepMail.takeBack(ownerId, left);
      await this.stepMail.takeBackFrom(ownerId, email);
      return left.length;
    });
  }

  private async enrolSegments(
    ownerId: string,
    sequence: Sequence,
    segmentIds: readonly string[],
  ): Promise<Enrolled> {
    let after: string | null = null;
    let [enrolled, seen] = [0, 0];
    while (seen < FROM_SEGMENTS) {
      const leads = await this.leads.inSegments(ownerId, segmentIds, after, AT_ONCE);
      seen += leads.length;
      enrolled += await this.add(ownerId, sequence, leads);
      after = leads.at(-1)?.leadId ?? null;
      if (leads.length < AT_ONCE) break;
    }
    return { enrolled, left_out: seen - enrolled };
  }

  private async enrolLeads(
    ownerId: string,
    sequence: Sequence,
    leadIds: readonly string[],
  ): Promise<Enrolled> {
    const enrolled = await this.add(ownerId, sequence, await this.leads.read(ownerId, leadIds));
    return { enrolled, left_out: leadIds.length - enrolled };
  }

  private async add(ownerId: string, sequence: Sequence, leads: readonly SequenceLead[]): Promise<number> {
    const { goal } = sequence;
    const ids = leads.map(({ leadId }) => leadId);
    const atGoal = goal
      ? await this.leads.matching(ownerId, { ...goal, formId: goal.form_id }, ids)
      : new Set<string>();
    const entrants = leads.filter(({ leadId, consentWithdrawn }) => !consentWithdrawn && !atGoal.has(leadId));
    return entrants.length === 0 ? 0 : this.enrolments.add(ownerId, sequence, entrants);
  }

  private changed(
    ownerId: string,
    sequenceId: string,
    id: string,
    change: (enrolment: Enrolment) => Promise<Enrolment>,
  ): Promise<Enrolment> {
    return this.database.transaction(async () => {
      const enrolment =
        isUuid(sequenceId) && isUuid(id) ? await this.enrolments.hold(ownerId, sequenceId, id) : undefined;
      if (!enrolment) throw new EnrolmentNotFound();
      return change(enrolment);
    });
  }
}
