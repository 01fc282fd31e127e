import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { DeliverMailJob } from '../../email.jobs.js';
import type { Sequence } from '../sequence.answers.dto.js';
import { EnrolmentNotFound, EnrolmentOver, IllegalSequenceStep, SequenceUnfit } from '../sequence.errors.js';
import { SequenceService } from '../sequence.service.js';
import { StepMailRepository } from '../step-mail.repository.js';
import type { Enrolled, Enrolment, EnrolmentQuery, Entrants } from './enrolment.dto.js';
import { EnrolmentRepository } from './enrolment.repository.js';
import { SequenceEntry } from './sequence-entry.js';
import { EnterSegmentsJob, RunSequencesJob } from './sequence.jobs.js';

/** How many leads of segments enter before the answer. */
const AT_ONCE = 10_000;

/** Who enters sequences, and who leaves them. */
@Injectable()
export class EnrolmentService {
  constructor(
    private readonly database: Database,
    private readonly sequences: SequenceService,
    private readonly enrolments: EnrolmentRepository,
    private readonly stepMail: StepMailRepository,
    private readonly entry: SequenceEntry,
    private readonly jobs: Jobs,
  ) {}

  /**
   * Lets leads into a sequence; joins the running transaction. Who is on the way already, may not enter again or is at its goal
   * is left out. In one that is paused or a draft they wait for its start. Large segments go on entering after the answer.
   */
  enrol(ownerId: string, sequenceId: string, { lead_ids, segment_ids }: Entrants): Promise<Enrolled> {
    if ((lead_ids === undefined) === (segment_ids === undefined))
      throw new SequenceUnfit().withIssues([
        { path: 'lead_ids', message: 'either lead_ids or segment_ids must be given' },
      ]);
    return this.database.transaction(async () => {
      const sequence = await this.sequences.share(ownerId, sequenceId);
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

  /** The first ten thousand at once; the others are left to a job. */
  private async enrolSegments(ownerId: string, sequence: Sequence, segmentIds: string[]): Promise<Enrolled> {
    const since = (await this.enrolments.now()).toISOString();
    let after: string | null = null;
    let [enrolled, seen] = [0, 0];
    do {
      const some = await this.entry.next(ownerId, sequence, { segmentIds, after, since });
      seen += some.seen;
      enrolled += some.enrolled;
      after = some.after;
    } while (after !== null && seen < AT_ONCE);
    if (after !== null)
      await this.jobs.send(EnterSegmentsJob, { ownerId, sequenceId: sequence.id, segmentIds, after, since });
    return { enrolled, left_out: seen - enrolled, continues: after !== null };
  }

  private async enrolLeads(
    ownerId: string,
    sequence: Sequence,
    leadIds: readonly string[],
  ): Promise<Enrolled> {
    const enrolled = await this.entry.named(ownerId, sequence, leadIds);
    return { enrolled, left_out: leadIds.length - enrolled, continues: false };
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
