import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/ids';
import { ApprovalMail, type ApprovalNews } from '../approvals/approval-mail.js';
import { ApprovalRepository, type NewApproval } from '../approvals/approval.repository.js';
import { ownerOf, StepWorker } from '../runs/step-worker.js';
import { type Outcome, type Visit, went } from '../runs/visit.js';
import type { ApprovalConfig } from '../steps/deed.shapes.js';
import { after, spanMs } from '../steps/step-shape.js';

/** A question that waits, and what is to happen next if nobody decides. */
interface Waiting {
  readonly id: string;
  readonly title: string;
  readonly says: string | null;
  readonly expires_at: string | null;
  readonly reminded_at: string | null;
  readonly escalated_at: string | null;
  readonly created_at: string;
  readonly visit: Visit;
}

/** Waits for a person; reminds, tells somebody else, and goes on without an answer when the time is over. */
@Injectable()
export class ApprovalNode extends StepWorker {
  readonly type = 'approval';

  constructor(
    private readonly approvals: ApprovalRepository,
    private readonly mail: ApprovalMail,
  ) {
    super();
  }

  async work(visits: readonly [Visit, ...Visit[]]): Promise<readonly Outcome[]> {
    const ownerId = ownerOf(visits);
    const config = visits[0].step.config as unknown as ApprovalConfig;
    const decided = new Map(
      visits.filter(({ execution }) => execution.woken).map((visit) => [visit, decisionOf(visit)]),
    );
    const open = visits.filter((visit) => !decided.has(visit));
    const asked = await this.asked(
      ownerId,
      config,
      open.filter(({ execution }) => !execution.looked),
    );
    const reviewed = await this.reviewed(
      ownerId,
      config,
      open.filter(({ execution }) => execution.looked),
    );
    return visits.map((visit) => decided.get(visit) ?? asked.get(visit) ?? reviewed.get(visit) ?? TIMED_OUT);
  }

  private async asked(
    ownerId: string,
    config: ApprovalConfig,
    visits: readonly Visit[],
  ): Promise<ReadonlyMap<Visit, Outcome>> {
    const [first] = visits;
    if (!first) return new Map();
    const { title, says = null } = config;
    const questions = visits.map((visit) => ({ visit, approval: newApproval(visit, config) }));
    const { workflowId } = first.execution;
    await this.approvals.ask(
      ownerId,
      { workflowId, step: first.step.id, title, says },
      questions.map(({ approval }) => approval),
    );
    const told = questions.map(({ visit, approval }) => ({ ...approval, title, says, visit }));
    await this.mail.tell(ownerId, 'asked', told, config.notify);
    return new Map(
      visits.map((visit) => [
        visit,
        { kind: 'wait', until: nextMoment(config, visit.now, { reminded: false, escalated: false }) },
      ]),
    );
  }

  /** Nobody has decided yet, and a moment has come at which something is to be done about it. */
  private async reviewed(
    ownerId: string,
    config: ApprovalConfig,
    visits: readonly Visit[],
  ): Promise<ReadonlyMap<Visit, Outcome>> {
    if (visits.length === 0) return new Map();
    const rows = await this.approvals.waitingOf(
      ownerId,
      visits.map(({ execution }) => execution.id),
    );
    const byExecution = new Map(
      visits.map((visit) => [`${visit.execution.id} ${visit.execution.seq}`, visit]),
    );
    const waiting = rows.flatMap((row): Waiting[] => {
      const visit = byExecution.get(`${row.execution_id} ${row.seq}`);
      return visit ? [{ ...row, visit }] : [];
    });
    const over = waiting.filter(
      ({ expires_at, visit }) => Date.parse(expires_at ?? '') <= visit.now.getTime(),
    );
    const left = waiting.filter((one) => !over.includes(one));
    await this.approvals.mark(
      ownerId,
      over.map(({ id }) => id),
      'timed_out',
    );
    const reminding = left.filter((one) => !one.reminded_at && isTime(one, config.remind_after));
    await this.tell(ownerId, 'reminded', reminding, config.notify);
    const escalating = left.filter((one) => !one.escalated_at && isTime(one, config.escalate_after));
    await this.tell(ownerId, 'escalated', escalating, config.escalate_to);
    return new Map(
      left.map((one) => {
        const reminded = one.reminded_at !== null || reminding.includes(one);
        const escalated = one.escalated_at !== null || escalating.includes(one);
        const until = nextMoment(config, new Date(one.created_at), { reminded, escalated });
        return [one.visit, { kind: 'wait', until }];
      }),
    );
  }

  private async tell(
    ownerId: string,
    news: Exclude<ApprovalNews, 'asked'>,
    questions: readonly Waiting[],
    addresses: readonly string[],
  ): Promise<void> {
    await this.approvals.mark(
      ownerId,
      questions.map(({ id }) => id),
      news,
    );
    await this.mail.tell(ownerId, news, questions, addresses);
  }
}

const TIMED_OUT = went(undefined, 'timed_out');

function newApproval({ execution, now }: Visit, { timeout }: ApprovalConfig): NewApproval {
  const { id: execution_id, seq, leadId: lead_id } = execution;
  return { id: newId(), execution_id, seq, lead_id, expires_at: after(now, timeout).toISOString() };
}

function decisionOf({ execution: { woken } }: Visit): Outcome {
  const decision = woken?.['decision'] === 'approved' ? 'approved' : 'rejected';
  return went({ decision, comment: woken?.['comment'] ?? null }, decision);
}

function isTime({ created_at, visit }: Waiting, span: ApprovalConfig['remind_after']): boolean {
  return span !== undefined && Date.parse(created_at) + spanMs(span) <= visit.now.getTime() + 1_000;
}

/** When something is to be done next, counted from when it was asked. */
function nextMoment(
  { timeout, remind_after, escalate_after }: ApprovalConfig,
  since: Date,
  done: { reminded: boolean; escalated: boolean },
): Date {
  const spans = [
    timeout,
    ...(remind_after && !done.reminded ? [remind_after] : []),
    ...(escalate_after && !done.escalated ? [escalate_after] : []),
  ];
  return new Date(since.getTime() + Math.min(...spans.map(spanMs)));
}
