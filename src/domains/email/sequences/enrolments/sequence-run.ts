import { Injectable, Logger } from '@nestjs/common';
import { normaliseMailAddress } from '#kernel/address';
import { AppError } from '#kernel/errors';
import { Database } from '#platform/database/database';
import { StandingMailings } from '../../standing/standing-mailings.service.js';
import type { Sequence } from '../sequence.answers.dto.js';
import type { SequenceStep } from '../sequence.dto.js';
import { type SequenceLead, SequenceLeads } from '../sequence-leads.js';
import { SequenceRepository } from '../sequence.repository.js';
import { SequenceTraffic } from '../sequence-traffic.js';
import { stepMailing } from '../step-mailing.js';
import {
  type Advance,
  type DueBatch,
  DueEnrolmentRepository,
  type StepTaken,
} from './due-enrolment.repository.js';
import type { Enrolment, StopReason } from './enrolment.dto.js';
import { type Choice, choiceFor, holds } from './step-choice.js';

const AT_ONCE = 500;

interface Chosen {
  readonly enrolment: Enrolment;
  readonly lead: SequenceLead | undefined;
  readonly choice: Choice;
}

/** What is known of everybody in a batch. */
interface Knowledge {
  readonly leads: ReadonlyMap<string, SequenceLead>;
  readonly barred: ReadonlyMap<string, StopReason>;
  readonly atGoal: ReadonlySet<string>;
}

/** Takes whoever is due a step further: their mails are asked for and they move on, or neither. */
@Injectable()
export class SequenceRun {
  private readonly logger = new Logger('Sequences');

  constructor(
    private readonly database: Database,
    private readonly due: DueEnrolmentRepository,
    private readonly sequences: SequenceRepository,
    private readonly traffic: SequenceTraffic,
    private readonly mailings: StandingMailings,
    private readonly leads: SequenceLeads,
  ) {}

  /**
   * Some who are due in one sequence; answers how many. A sequence whose mail cannot be made is paused and says why; where it fails
   * otherwise they stand back, so that no other sequence waits for it.
   */
  async batch(): Promise<number> {
    let at: DueBatch | undefined;
    try {
      return await this.database.asService('email.sequences', () =>
        this.database.transaction(async () => {
          at = await this.due.claim(AT_ONCE);
          if (!at) return 0;
          const { ownerId, enrolments } = at;
          await this.database.as(ownerId, () => this.takeOn(at as DueBatch));
          return enrolments.length;
        }),
      );
    } catch (error) {
      if (!at) throw error;
      if (error instanceof AppError && error.kind !== 'unavailable') await this.halt(at, error.message);
      else await this.standBack(at, error);
      return at.enrolments.length;
    }
  }

  private async takeOn({ ownerId, sequenceId, enrolments }: DueBatch): Promise<void> {
    const sequence = await this.sequences.find(ownerId, sequenceId);
    if (sequence?.status !== 'active') return this.traffic.hold(ownerId, sequenceId, true);
    const known = await this.knowledgeOf(ownerId, sequence, enrolments);
    const taken: StepTaken[] = [];
    const advances: Advance[] = [];
    for (const [position, some] of Map.groupBy(enrolments, (one) => one.position)) {
      const step = sequence.steps[position];
      const chosen = await this.choose(ownerId, step, some, known);
      if (step) taken.push(...(await this.send(ownerId, sequence, step, chosen)));
      const next = sequence.steps[position + 1];
      advances.push(...chosen.map(({ enrolment, choice }) => advanceOf(enrolment, choice, next)));
    }
    await this.due.advance(ownerId, taken, advances);
    const left = advances.flatMap(({ id, status }) => (status === 'stopped' ? [id] : []));
    await this.traffic.left(ownerId, left);
  }

  private async knowledgeOf(
    ownerId: string,
    { goal }: Sequence,
    enrolments: readonly Enrolment[],
  ): Promise<Knowledge> {
    const ids = enrolments.map(({ lead_id }) => lead_id);
    const there = await this.leads.read(ownerId, ids);
    const addresses = there.map(({ email }) => normaliseMailAddress(email));
    return {
      leads: new Map(there.map((lead) => [lead.leadId, lead])),
      barred: await this.due.barred(ownerId, addresses),
      atGoal: goal ? await this.leads.matching(ownerId, { ...goal, formId: goal.form_id }, ids) : new Set(),
    };
  }

  private async choose(
    ownerId: string,
    step: SequenceStep | undefined,
    enrolments: readonly Enrolment[],
    { leads, barred, atGoal }: Knowledge,
  ): Promise<Chosen[]> {
    const parts = await this.partsOf(ownerId, step, enrolments);
    return enrolments.map((enrolment) => {
      const lead = leads.get(enrolment.lead_id);
      const why = lead && barred.get(normaliseMailAddress(lead.email));
      const choice = choiceFor(step, {
        isThere: lead !== undefined,
        barred: why ?? (lead?.consentWithdrawn ? 'unsubscribed' : null),
        isAtGoal: atGoal.has(enrolment.lead_id),
        isMeant: holds(
          step?.condition,
          parts.map((part) => part(enrolment)),
        ),
      });
      return { enrolment, lead, choice };
    });
  }

  /** The parts of a step's condition, each as the question whether it holds of an enrolment. */
  private async partsOf(
    ownerId: string,
    step: SequenceStep | undefined,
    enrolments: readonly Enrolment[],
  ): Promise<((enrolment: Enrolment) => boolean)[]> {
    if (!step?.condition) return [];
    const { tags, statuses, form_id: formId, opened, clicked } = step.condition;
    const parts: ((enrolment: Enrolment) => boolean)[] = [];
    const ids = enrolments.map(({ id }) => id);
    if (tags ?? statuses ?? formId) {
      const leadIds = enrolments.map(({ lead_id }) => lead_id);
      const meant = await this.leads.matching(ownerId, { tags, statuses, formId }, leadIds);
      parts.push(({ lead_id }) => meant.has(lead_id));
    }
    for (const [key, what] of [[opened, 'opened'] as const, [clicked, 'clicked'] as const]) {
      if (key === undefined) continue;
      const noticed = await this.due.noticed(ownerId, ids, key, what);
      parts.push(({ id }) => noticed.has(id));
    }
    return parts;
  }

  /** Asks for the mails of a step; whoever has had its mail before on this way gets no other. */
  private async send(
    ownerId: string,
    sequence: Sequence,
    step: SequenceStep,
    chosen: readonly Chosen[],
  ): Promise<StepTaken[]> {
    const skipped = chosen.filter(({ choice }) => choice.do === 'skip');
    const mails = chosen.flatMap(({ enrolment: { id: dedupeKey }, lead, choice }) =>
      lead && choice.do === 'send'
        ? [{ to: lead.email, leadId: lead.leadId, dedupeKey, fields: lead.fields }]
        : [],
    );
    const posted =
      mails.length === 0
        ? []
        : await this.mailings.post(
            ownerId,
            await this.mailings.open(ownerId, stepMailing(sequence, step)),
            mails,
          );
    return [
      ...posted.map(({ dedupeKey, messageId }) => stepTaken(dedupeKey, step, messageId)),
      ...skipped.map(({ enrolment }) => stepTaken(enrolment.id, step, null)),
    ];
  }

  private standBack(at: DueBatch, error: unknown): Promise<void> {
    this.logger.error({ err: error, sequence: at.sequenceId }, 'A sequence could not be taken further');
    return this.database.as(at.ownerId, () => this.due.postpone(at));
  }

  private halt({ ownerId, sequenceId }: DueBatch, why: string): Promise<void> {
    return this.database.as(ownerId, () =>
      this.database.transaction(async () => {
        const sequence = await this.sequences.hold(ownerId, sequenceId);
        if (sequence?.status !== 'active') return;
        await this.traffic.hold(ownerId, sequenceId, true);
        await this.sequences.move(ownerId, sequenceId, 'paused', why);
      }),
    );
  }
}

function stepTaken(enrolmentId: string, { key }: SequenceStep, messageId: string | null): StepTaken {
  const outcome = messageId === null ? 'skipped' : 'posted';
  return { enrolment_id: enrolmentId, step_key: key, outcome, message_id: messageId };
}

function advanceOf({ id, position }: Enrolment, choice: Choice, next: SequenceStep | undefined): Advance {
  if (choice.do === 'stop') return { id, status: 'stopped', why: choice.why, position, delay: 0 };
  if (choice.do === 'complete' || !next)
    return {
      id,
      status: 'completed',
      why: null,
      position: position + (choice.do === 'complete' ? 0 : 1),
      delay: 0,
    };
  return { id, status: 'active', why: null, position: position + 1, delay: next.delay_minutes };
}
