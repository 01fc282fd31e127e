import { Injectable } from '@nestjs/common';
import { isUuid } from '#kernel/ids';
import type { Page } from '#kernel/page';
import { Database } from '#platform/database/database';
import { Jobs } from '#platform/jobs/jobs';
import { DeliverMailJob } from '../email.jobs.js';
import { StandingMailings } from '../standing/standing-mailings.service.js';
import { RunSequencesJob } from './enrolments/sequence.jobs.js';
import type { Sequence, SequenceFigures, SequenceStepFigures } from './sequence.answers.dto.js';
import { sequenceIssues } from './sequence-check.js';
import type { NewSequence, SequenceChanges, SequenceQuery, SequenceStatus } from './sequence.dto.js';
import { IllegalSequenceStep, SequenceNotFound, SequenceUnfit, TooManySequences } from './sequence.errors.js';
import { SequenceLeads } from './sequence-leads.js';
import { SequenceRepository } from './sequence.repository.js';
import { SequenceTraffic } from './sequence-traffic.js';
import { stepMailing } from './step-mailing.js';

const MOST_SEQUENCES = 200;

/** Mails that follow each other: written, set going, and counted. */
@Injectable()
export class SequenceService {
  constructor(
    private readonly database: Database,
    private readonly sequences: SequenceRepository,
    private readonly traffic: SequenceTraffic,
    private readonly mailings: StandingMailings,
    private readonly leads: SequenceLeads,
    private readonly jobs: Jobs,
  ) {}

  list(ownerId: string, query: SequenceQuery): Promise<Page<Sequence>> {
    return this.sequences.list(ownerId, query);
  }

  async get(ownerId: string, id: string): Promise<Sequence> {
    return found(isUuid(id) ? await this.sequences.find(ownerId, id) : undefined);
  }

  /** For leads that enter it: nobody starts, pauses or stops it before the running transaction ends. */
  async share(ownerId: string, id: string): Promise<Sequence> {
    return found(isUuid(id) ? await this.sequences.share(ownerId, id) : undefined);
  }

  async create(ownerId: string, wanted: NewSequence): Promise<Sequence> {
    refuseUnfit(wanted);
    if ((await this.sequences.count(ownerId)) >= MOST_SEQUENCES) throw new TooManySequences(MOST_SEQUENCES);
    return this.sequences.add(ownerId, wanted);
  }

  /** An active sequence has to be paused first; who is on the way goes on with the step at the same place. */
  change(ownerId: string, id: string, changes: SequenceChanges): Promise<Sequence> {
    return this.database.transaction(async () => {
      const old = await this.hold(ownerId, id);
      if (old.status === 'active' || old.status === 'stopped')
        throw new IllegalSequenceStep(old.status, 'changed');
      refuseUnfit({ ...changes, steps: changes.steps ?? old.steps });
      return found(await this.sequences.change(ownerId, id, changes));
    });
  }

  /** Mails that have not left are not sent. */
  remove(ownerId: string, id: string): Promise<void> {
    return this.database.transaction(async () => {
      if (!isUuid(id)) throw new SequenceNotFound();
      await this.traffic.stop(ownerId, id);
      if (!(await this.sequences.remove(ownerId, id))) throw new SequenceNotFound();
    });
  }

  /** Steps whose mails cannot be made are refused: `email/template-invalid`, `email/template-not-found`, `email/identity-unverified`. */
  start(ownerId: string, id: string): Promise<Sequence> {
    return this.goOn(ownerId, id, { from: 'draft', verb: 'started' });
  }

  resume(ownerId: string, id: string): Promise<Sequence> {
    return this.goOn(ownerId, id, { from: 'paused', verb: 'resumed' });
  }

  /** Nobody gets another mail until it is resumed, also not one that was asked for and has not left. */
  pause(ownerId: string, id: string): Promise<Sequence> {
    return this.database.transaction(async () => {
      const { status } = await this.hold(ownerId, id);
      if (status !== 'active') throw new IllegalSequenceStep(status, 'paused');
      await this.traffic.hold(ownerId, id, true);
      return this.sequences.move(ownerId, id, 'paused');
    });
  }

  /** Ends it for good: who is on the way leaves it, and mails that have not left are not sent. */
  stop(ownerId: string, id: string): Promise<Sequence> {
    return this.database.transaction(async () => {
      const { status } = await this.hold(ownerId, id);
      if (status === 'stopped') throw new IllegalSequenceStep(status, 'stopped');
      await this.traffic.stop(ownerId, id);
      return this.sequences.move(ownerId, id, 'stopped');
    });
  }

  /** What its steps have come to, and how those who entered have left. */
  async figures(ownerId: string, id: string): Promise<SequenceFigures> {
    const { steps } = await this.get(ownerId, id);
    const [counts, byKey] = await Promise.all([
      this.sequences.enrolments(ownerId, id),
      this.sequences.figures(ownerId, id),
    ]);
    const sum = (wanted: string) =>
      counts.filter(({ status }) => status === wanted).reduce((all, { enrolments }) => all + enrolments, 0);
    const reasons = counts.flatMap(({ stop_reason: why, enrolments }) => (why ? [[why, enrolments]] : []));
    const keys = new Set([...steps.map(({ key }) => key), ...byKey.keys()]);
    return {
      active: sum('active'),
      paused: sum('paused'),
      completed: sum('completed'),
      stopped: sum('stopped'),
      stop_reasons: Object.fromEntries(reasons),
      steps: [...keys].map((key) => byKey.get(key) ?? nothingOf(key)),
    };
  }

  private goOn(
    ownerId: string,
    id: string,
    { from, verb }: { from: SequenceStatus; verb: string },
  ): Promise<Sequence> {
    return this.database.transaction(async () => {
      const sequence = await this.hold(ownerId, id);
      if (sequence.status !== from) throw new IllegalSequenceStep(sequence.status, verb);
      if (sequence.steps.length === 0)
        throw new SequenceUnfit().withIssues([{ path: 'steps', message: 'steps must not be empty' }]);
      for (const step of sequence.steps) await this.mailings.open(ownerId, stepMailing(sequence, step));
      if (sequence.goal)
        await this.leads.listen(ownerId, { ...sequence.goal, formId: sequence.goal.form_id });
      await this.traffic.hold(ownerId, id, false);
      await this.jobs.send(DeliverMailJob, { askedBy: 'owner' });
      await this.jobs.send(RunSequencesJob, { askedBy: 'owner' });
      return this.sequences.move(ownerId, id, 'active');
    });
  }

  private async hold(ownerId: string, id: string): Promise<Sequence> {
    return found(isUuid(id) ? await this.sequences.hold(ownerId, id) : undefined);
  }
}

function refuseUnfit(wanted: SequenceChanges): void {
  const issues = sequenceIssues(wanted);
  if (issues.length > 0) throw new SequenceUnfit().withIssues(issues);
}

function nothingOf(key: string): SequenceStepFigures {
  const none = {
    posted: 0,
    sent: 0,
    failed: 0,
    opened: 0,
    clicked: 0,
    bounced: 0,
    unsubscribed: 0,
    skipped: 0,
  };
  return { key, ...none };
}

function found(sequence: Sequence | undefined): Sequence {
  if (!sequence) throw new SequenceNotFound();
  return sequence;
}
